package dev.ferrumdeck.gateway.runs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ferrumdeck.workflows.dag.PinnedDefinition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The pinned parts of runs, cached: they never change. Thread-safe. */
@Component
public class PinnedRuns {
    /** Of JSON, over all cached runs; as objects they take a few times as much. */
    private static final long MOST_CHARACTERS = 16L << 20;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Cache<String, Cached> cache = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .weigher((String id, Cached run) -> run.size())
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    PinnedRuns(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A run and the size of the JSON that it was read from. */
    private record Cached(PinnedRun run, int size) {}

    /** @throws NoSuchElementException when there is no such run */
    public PinnedRun get(String runId) {
        return find(runId).orElseThrow(() -> new NoSuchElementException("no run " + runId));
    }

    /** The run, if there is one. */
    public Optional<PinnedRun> find(String runId) {
        Cached known = cache.getIfPresent(runId);
        if (known != null) {
            return Optional.of(known.run());
        }
        Optional<Cached> read = read(runId);
        read.ifPresent(run -> cache.put(runId, run));
        return read.map(Cached::run);
    }

    private Optional<Cached> read(String runId) {
        return jdbc.sql("""
            SELECT id, tenant_id, project, kind, name, policy, input, labels, created_by, traceparent, definition
            FROM runs WHERE id = :id
            """).param("id", runId).query(this::map).optional();
    }

    private Cached map(ResultSet row, int number) throws SQLException {
        int size = row.getString("input").length() + row.getString("definition").length();
        return new Cached(pinned(row), size);
    }

    private PinnedRun pinned(ResultSet row) throws SQLException {
        return new PinnedRun(
                row.getString("id"),
                row.getString("tenant_id"),
                row.getString("project"),
                row.getString("kind"),
                row.getString("name"),
                row.getString("policy"),
                json.readValue(row.getString("input"), Object.class),
                json.readValue(row.getString("labels"), new TypeReference<Map<String, Object>>() {}),
                row.getString("created_by"),
                row.getString("traceparent"),
                json.readValue(row.getString("definition"), PinnedDefinition.class));
    }
}
