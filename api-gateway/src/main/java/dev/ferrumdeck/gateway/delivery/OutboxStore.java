package dev.ferrumdeck.gateway.delivery;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of the table {@code outbox}, the relay's side. */
@Repository
class OutboxStore {
    private final JdbcClient jdbc;

    OutboxStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The oldest rows of a lane that are not parked. */
    List<OutboxRow> waiting(Lane lane, int limit) {
        return jdbc.sql("""
            SELECT id, kind, body FROM outbox
            WHERE run_id = :run AND (kind = 'cancel') = :urgent AND parked_at IS NULL ORDER BY id LIMIT :limit
            """)
                .param("run", lane.runId())
                .param("urgent", lane.urgent())
                .param("limit", limit)
                .query((row, n) -> new OutboxRow(row.getLong("id"), row.getString("kind"), row.getString("body")))
                .list();
    }

    /** Sets a row aside, and lists it as a dead letter of its run; false when it is gone, or was parked before. */
    boolean park(long id, String why) {
        return jdbc.sql("""
            WITH parked AS (
                UPDATE outbox SET parked_at = clock_timestamp(), parked_why = :why
                WHERE id = :id AND parked_at IS NULL RETURNING id, run_id, kind)
            INSERT INTO dead_letters (id, tenant_id, run_id, step_path, attempts, code, message)
            SELECT 'dlq_outbox_' || p.id, r.tenant_id, r.id, 'outbox/' || p.kind || '-' || p.id, 1,
                'payload-too-large', :why
            FROM parked p JOIN runs r ON r.id = p.run_id
            ON CONFLICT (run_id, step_path) DO NOTHING
            """).param("id", id).param("why", why).update() == 1;
    }

    /**
     * How wide a run is and how long its oldest row has waited.
     *
     * @param live attempts in motion, counted up to a limit
     */
    record Width(int live, Duration waited) {}

    Width width(String runId, int countTo) {
        return jdbc.sql("""
            SELECT (SELECT count(*) FROM (SELECT 1 FROM attempts WHERE run_id = :run
                    AND state IN ('READY', 'LEASED', 'ACTING') LIMIT :most) AS live) AS live,
                (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(created_at)) * 1000, 0)::bigint
                    FROM outbox WHERE run_id = :run AND parked_at IS NULL) AS waited
            """)
                .param("run", runId)
                .param("most", countTo)
                .query((row, n) -> new Width(row.getInt("live"), Duration.ofMillis(row.getLong("waited"))))
                .single();
    }

    /** Idempotent: rows that another gateway has deleted are gone already. */
    void delete(List<Long> ids) {
        jdbc.sql("DELETE FROM outbox WHERE id = ANY(:ids)")
                .param("ids", ids.toArray(Long[]::new))
                .update();
    }

    /** Lanes with rows that have waited for that long. */
    List<Lane> overdue(Duration age, int limit) {
        return jdbc.sql("""
            SELECT run_id, kind = 'cancel' AS urgent FROM outbox
            WHERE created_at < clock_timestamp() - :millis * interval '1 millisecond' AND parked_at IS NULL
            GROUP BY run_id, urgent ORDER BY urgent DESC, min(id) LIMIT :limit
            """)
                .param("millis", age.toMillis())
                .param("limit", limit)
                .query((row, n) -> new Lane(row.getString("run_id"), row.getBoolean("urgent")))
                .list();
    }
}
