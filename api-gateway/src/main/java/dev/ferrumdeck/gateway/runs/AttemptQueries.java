package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.platform.web.Cursor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of the tables {@code attempts} and {@code decisions}, as far as people see them. */
@Repository
class AttemptQueries {
    private final JdbcClient jdbc;

    AttemptQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param step path or id of a step, or null for all */
    List<AttemptResource> attempts(String runId, @Nullable String step, Cursor cursor) {
        return jdbc.sql("""
            SELECT * FROM attempts WHERE run_id = :run
                AND (CAST(:step AS text) IS NULL OR step_path = :step OR step_id = :step)
                AND (CAST(:before AS text) IS NULL OR id < :before)
            ORDER BY id DESC LIMIT :fetch
            """)
                .param("run", runId)
                .param("step", step)
                .param("before", cursor.before())
                .param("fetch", cursor.fetch())
                .query(AttemptQueries::attempt)
                .list();
    }

    /** How many attempts of a run are charged what was reserved for them, because nobody said what they used. */
    int estimated(String runId) {
        return jdbc.sql("SELECT count(*) FROM attempts WHERE run_id = :run AND estimated")
                .param("run", runId)
                .query(Integer.class)
                .single();
    }

    List<DecisionResource> decisions(String runId, Cursor cursor) {
        return jdbc.sql("""
            SELECT * FROM decisions WHERE run_id = :run
                AND (CAST(:before AS text) IS NULL OR id < :before)
            ORDER BY id DESC LIMIT :fetch
            """)
                .param("run", runId)
                .param("before", cursor.before())
                .param("fetch", cursor.fetch())
                .query(AttemptQueries::decision)
                .list();
    }

    private static AttemptResource attempt(ResultSet row, int number) throws SQLException {
        return new AttemptResource(
                row.getString("id"),
                row.getString("step_id"),
                row.getString("step_path"),
                row.getInt("attempt"),
                row.getString("type"),
                row.getString("queue"),
                row.getString("effect"),
                row.getString("state").toLowerCase(Locale.ROOT),
                row.getString("tool"),
                row.getString("args_sha256"),
                row.getString("policy_version"),
                row.getString("approval_id"),
                RunRow.json(row, "reserved"),
                RunRow.json(row, "outcome"),
                row.getBoolean("estimated"),
                row.getString("worker_id"),
                row.getInt("rings"),
                row.getTimestamp("created_at").toInstant(),
                RunRow.instant(row, "claimed_at"),
                RunRow.instant(row, "lease_expires_at"),
                RunRow.instant(row, "ended_at"));
    }

    private static DecisionResource decision(ResultSet row, int number) throws SQLException {
        return new DecisionResource(
                row.getString("id"),
                row.getString("step_path"),
                row.getInt("attempt"),
                row.getString("tool"),
                row.getString("effect"),
                row.getString("rule"),
                row.getString("reason"),
                row.getString("policy_version"),
                row.getString("args_sha256"),
                RunRow.json(row, "input"),
                row.getTimestamp("created_at").toInstant());
    }
}
