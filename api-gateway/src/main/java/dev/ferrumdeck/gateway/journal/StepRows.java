package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.machine.StepKind;
import dev.ferrumdeck.workflows.machine.StepState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads step rows; values that live as artifacts are read from there. Thread-safe. */
@Component
public class StepRows {
    private static final String COLUMNS = """
            s.tenant_id, s.path, s.kind, s.state, s.attempt, s.tool, s.code, s.note, s.input, s.input_sha256, s.output,
            s.output_sha256, s.context_tokens
            """;

    private final JdbcClient jdbc;
    private final Values values;

    StepRows(JdbcClient jdbc, Values values) {
        this.jdbc = jdbc;
        this.values = values;
    }

    /** Those of these steps that have a row, by path. */
    public Map<String, StepRow> byPath(String runId, Collection<String> paths) {
        if (paths.isEmpty()) {
            return Map.of();
        }
        Map<String, StepRow> found = new HashMap<>();
        jdbc.sql("SELECT " + COLUMNS + " FROM steps s WHERE s.run_id = :run AND s.path = ANY(:paths)")
                .param("run", runId)
                .param("paths", paths.toArray(String[]::new))
                .query(this::map)
                .list()
                .forEach(row -> found.put(row.path(), row));
        return found;
    }

    /** The calls of an agent's loop, in no order. */
    public List<StepRow> loop(String runId, String agentPath) {
        return below(runId, agentPath + "/");
    }

    /** The rows of the items of a map, and of what is below them, in no order. */
    public List<StepRow> items(String runId, String mapPath) {
        return below(runId, mapPath + "[");
    }

    /** Sum of the context tokens of these steps. */
    public long contextTokens(String runId, Collection<String> paths) {
        if (paths.isEmpty()) {
            return 0;
        }
        return jdbc.sql("SELECT coalesce(sum(context_tokens), 0) FROM steps WHERE run_id = :run AND path = ANY(:paths)")
                .param("run", runId)
                .param("paths", paths.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    private List<StepRow> below(String runId, String prefix) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM steps s WHERE s.run_id = :run AND starts_with(s.path, :prefix)")
                .param("run", runId)
                .param("prefix", prefix)
                .query(this::map)
                .list();
    }

    private StepRow map(ResultSet row, int number) throws SQLException {
        String tenant = row.getString("tenant_id");
        return new StepRow(
                row.getString("path"),
                StepKind.valueOf(upper(row.getString("kind"))),
                StepState.valueOf(upper(row.getString("state"))),
                row.getInt("attempt"),
                row.getString("tool"),
                row.getString("code"),
                row.getString("note"),
                value(tenant, row.getString("input"), row.getString("input_sha256")),
                value(tenant, row.getString("output"), row.getString("output_sha256")),
                row.getLong("context_tokens"));
    }

    private @Nullable Object value(String tenant, @Nullable String inline, @Nullable String sha256) {
        return values.read(tenant, new Values.Stored(inline, sha256));
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
