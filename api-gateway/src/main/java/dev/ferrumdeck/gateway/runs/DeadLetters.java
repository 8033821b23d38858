package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.audit.Audit;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Cursor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The dead-letter list. A step that has failed never changes, so requeueing starts its run again: a new run with the same
 * pinned versions and the same input.
 */
@Service
class DeadLetters {
    private final JdbcClient jdbc;
    private final Reruns reruns;
    private final Audit audit;

    DeadLetters(JdbcClient jdbc, Reruns reruns, Audit audit) {
        this.jdbc = jdbc;
        this.reruns = reruns;
        this.audit = audit;
    }

    List<DeadLetter> list(String tenantId, Cursor cursor) {
        return jdbc.sql("""
                        SELECT * FROM dead_letters WHERE tenant_id = :tenant
                            AND (CAST(:before AS text) IS NULL OR id < :before)
                        ORDER BY id DESC LIMIT :fetch
                        """)
                .param("tenant", tenantId)
                .param("before", cursor.before())
                .param("fetch", cursor.fetch())
                .query(DeadLetters::row)
                .list();
    }

    /** @return id of the new run */
    @Transactional
    public String requeue(Caller caller, String id) {
        DeadLetter letter = take(caller, id);
        String run = reruns.again(caller, letter.runId());
        record(caller, "dead_letter.requeued", letter, run);
        return run;
    }

    @Transactional
    public void discard(Caller caller, String id) {
        record(caller, "dead_letter.discarded", take(caller, id), "");
    }

    private DeadLetter take(Caller caller, String id) {
        return jdbc.sql("DELETE FROM dead_letters WHERE id = :id AND tenant_id = :tenant RETURNING *")
                .param("id", id)
                .param("tenant", caller.tenantId())
                .query(DeadLetters::row)
                .optional()
                .orElseThrow(() -> ApiException.notFound("dead letter", id));
    }

    private void record(Caller caller, String action, DeadLetter letter, String newRun) {
        Map<String, Object> detail = newRun.isEmpty()
                ? Map.of("run_id", letter.runId(), "step", letter.step())
                : Map.of("run_id", letter.runId(), "step", letter.step(), "new_run_id", newRun);
        audit.record(caller.tenantId(), caller.keyId(), action, letter.id(), detail);
    }

    private static DeadLetter row(ResultSet row, int number) throws SQLException {
        return new DeadLetter(
                row.getString("id"),
                row.getString("run_id"),
                row.getString("step_path"),
                row.getInt("attempts"),
                row.getString("code"),
                row.getString("message"),
                row.getTimestamp("created_at").toInstant());
    }
}
