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
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Cache<String, PinnedRun> cache = Caffeine.newBuilder()
            .maximumSize(2_000)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    PinnedRuns(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @throws NoSuchElementException when there is no such run */
    public PinnedRun get(String runId) {
        return find(runId).orElseThrow(() -> new NoSuchElementException("no run " + runId));
    }

    /** The run, if there is one. */
    public Optional<PinnedRun> find(String runId) {
        PinnedRun known = cache.getIfPresent(runId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<PinnedRun> read = read(runId);
        read.ifPresent(run -> cache.put(runId, run));
        return read;
    }

    private Optional<PinnedRun> read(String runId) {
        return jdbc.sql("""
                        SELECT id, tenant_id, project, kind, name, policy, input, labels, created_by, traceparent, definition
                        FROM runs WHERE id = :id
                        """).param("id", runId).query(this::map).optional();
    }

    private PinnedRun map(ResultSet row, int number) throws SQLException {
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
