package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.platform.web.Cursor;
import dev.ferrumdeck.gateway.platform.web.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of the table {@code steps}, as far as people see it. */
@Repository
class StepStore {
    private final JdbcClient jdbc;

    StepStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Oldest first; the cursor is a {@link StepResource#key}. */
    List<StepResource> list(String runId, Cursor cursor) {
        String[] after = cursor.before() == null ? null : cursor.before().split("\\|", 2);
        return jdbc.sql("""
            SELECT id, run_id, path, kind, state, attempt, tool, code, note, value_notes, input_sha256, output_sha256,
                created_at, started_at, ended_at, NULL AS input, NULL AS output
            FROM steps WHERE run_id = :run
                AND (CAST(:id AS text) IS NULL OR (created_at, id) > (CAST(:at AS timestamptz), :id))
            ORDER BY created_at, id LIMIT :fetch
            """)
                .param("run", runId)
                .param("at", after == null ? null : OffsetDateTime.parse(after[0]))
                .param("id", after == null ? null : after[1])
                .param("fetch", cursor.fetch())
                .query(StepStore::row)
                .list();
    }

    Optional<StepResource> find(String runId, String idOrPath) {
        return jdbc.sql("SELECT * FROM steps WHERE run_id = :run AND (id = :step OR path = :step)")
                .param("run", runId)
                .param("step", idOrPath)
                .query(StepStore::row)
                .optional();
    }

    private static StepResource row(ResultSet row, int number) throws SQLException {
        return new StepResource(
                row.getString("id"),
                row.getString("run_id"),
                row.getString("path"),
                lower(row.getString("kind")),
                lower(row.getString("state")),
                row.getInt("attempt"),
                row.getString("tool"),
                row.getString("code"),
                row.getString("note"),
                notes(row),
                json(row, "input"),
                row.getString("input_sha256"),
                json(row, "output"),
                row.getString("output_sha256"),
                row.getTimestamp("created_at").toInstant(),
                RunRow.instant(row, "started_at"),
                RunRow.instant(row, "ended_at"));
    }

    private static @Nullable List<String> notes(ResultSet row) throws SQLException {
        String notes = row.getString("value_notes");
        return notes == null ? null : List.of(Json.read(notes, String[].class));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object json(ResultSet row, String column) throws SQLException {
        return RunRow.json(row, column);
    }
}
