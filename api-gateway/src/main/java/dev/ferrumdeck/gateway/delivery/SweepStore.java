package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.bridge.Ring;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of the sweep. All times are PostgreSQL's. */
@Repository
class SweepStore {
    private final JdbcClient jdbc;

    SweepStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Queues with attempts to ring for again. */
    List<String> queuesToRing(SweepProperties times) {
        return jdbc.sql("SELECT DISTINCT queue FROM attempts WHERE " + ringable())
                .param("first", times.firstRing().toMillis())
                .param("longest", times.longestRing().toMillis())
                .query(String.class)
                .list();
    }

    /** Takes attempts to ring for again, in turn between the tenants of a queue, and marks them as rung for. */
    List<Ring> takeRings(Collection<String> queues, SweepProperties times, int limit) {
        return jdbc.sql("""
            WITH due AS (
                SELECT id, row_number() OVER (PARTITION BY queue, tenant_id ORDER BY created_at) AS turn
                FROM attempts WHERE queue = ANY(:queues) AND
            """ + ringable() + """
            )
            UPDATE attempts SET rung_at = clock_timestamp(), rings = rings + 1
            WHERE state = 'READY' AND id IN (SELECT id FROM due ORDER BY turn, id LIMIT :limit)
            RETURNING queue, id, traceparent
            """)
                .param("queues", queues.toArray(String[]::new))
                .param("first", times.firstRing().toMillis())
                .param("longest", times.longestRing().toMillis())
                .param("limit", limit)
                .query((row, n) -> new Ring(row.getString("queue"), row.getString("id"), row.getString("traceparent")))
                .list();
    }

    private static String ringable() {
        return """
            state = 'READY' AND (rung_at IS NULL OR rung_at < clock_timestamp()
                - least(:longest, :first * power(2, greatest(rings - 1, 0))) * interval '1 millisecond')
            """;
    }

    void forgetRings(List<String> attemptIds) {
        jdbc.sql("UPDATE attempts SET rung_at = NULL WHERE id = ANY(:ids) AND state = 'READY'")
                .param("ids", attemptIds.toArray(String[]::new))
                .update();
    }

    /** Queued runs that Temporal has not taken. */
    List<String> neverStarted(Duration age, int limit) {
        return jdbc.sql("""
            SELECT id FROM runs
            WHERE status = 'queued' AND workflow_started_at IS NULL
                AND touched_at < clock_timestamp() - :millis * interval '1 millisecond'
            ORDER BY id LIMIT :limit
            """)
                .param("millis", age.toMillis())
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /**
     * Takes runs that are said to work but have nothing in motion: no live attempt, no open question, no undelivered word,
     * and no attempt that failed so lately that its step may be backing off.
     */
    List<String> takeStalled(Duration quiet, int limit) {
        return jdbc.sql("""
            UPDATE runs SET checked_at = clock_timestamp()
            WHERE id IN (
                SELECT r.id FROM runs r
                WHERE r.status = 'running'
                    AND r.touched_at < clock_timestamp() - :millis * interval '1 millisecond'
                    AND coalesce(r.checked_at, r.created_at)
                        < clock_timestamp() - :millis * interval '1 millisecond'
                    AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.run_id = r.id
                        AND a.state IN ('READY', 'LEASED', 'ACTING'))
                    AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.run_id = r.id
                        AND a.state IN ('FAILED', 'EXPIRED')
                        AND a.ended_at > clock_timestamp() - 7 * :millis * interval '1 millisecond')
                    AND NOT EXISTS (SELECT 1 FROM approvals p WHERE p.run_id = r.id AND p.status = 'pending')
                    AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.run_id = r.id AND o.parked_at IS NULL)
                ORDER BY coalesce(r.checked_at, r.created_at) LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED)
            RETURNING id
            """)
                .param("millis", quiet.toMillis())
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /** Takes runs that have been quiet for long, whatever they wait for: their workflow may have been terminated. */
    List<String> takeQuiet(Duration quiet, int limit) {
        return jdbc.sql("""
            UPDATE runs SET checked_at = clock_timestamp()
            WHERE id IN (
                SELECT r.id FROM runs r
                WHERE r.status IN ('queued', 'running', 'waiting', 'paused')
                    AND r.workflow_started_at IS NOT NULL
                    AND r.touched_at < clock_timestamp() - :millis * interval '1 millisecond'
                    AND coalesce(r.checked_at, r.created_at)
                        < clock_timestamp() - :millis * interval '1 millisecond'
                ORDER BY coalesce(r.checked_at, r.created_at) LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED)
            RETURNING id
            """)
                .param("millis", quiet.toMillis())
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    int dropOldIdempotencyKeys(Duration age) {
        return jdbc.sql("""
            DELETE FROM idempotency_keys
            WHERE created_at < clock_timestamp() - :millis * interval '1 millisecond'
            """).param("millis", age.toMillis()).update();
    }
}
