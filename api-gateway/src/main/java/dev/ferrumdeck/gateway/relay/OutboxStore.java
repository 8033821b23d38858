package dev.ferrumdeck.gateway.relay;

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

    /** The oldest rows of a run. */
    List<OutboxRow> waiting(String runId, int limit) {
        return jdbc.sql("SELECT id, kind, body FROM outbox WHERE run_id = :run ORDER BY id LIMIT :limit")
                .param("run", runId)
                .param("limit", limit)
                .query((row, n) -> new OutboxRow(row.getLong("id"), row.getString("kind"), row.getString("body")))
                .list();
    }

    /**
     * For how long the rows of a run should still be held back: a wide run, with more than {@code width} attempts in
     * motion, hears of them in batches. Nothing for others.
     */
    Duration hold(String runId, int width, Duration longest) {
        long millis = jdbc.sql("""
                        SELECT coalesce((
                            SELECT greatest(0, :longest
                                - extract(epoch FROM clock_timestamp() - min(created_at)) * 1000)::bigint
                            FROM outbox WHERE run_id = :run
                            HAVING (SELECT count(*) FROM (SELECT 1 FROM attempts WHERE run_id = :run
                                AND state IN ('READY', 'LEASED', 'ACTING') LIMIT :width + 1) AS live) > :width), 0)
                        """)
                .param("run", runId)
                .param("width", width)
                .param("longest", longest.toMillis())
                .query(Long.class)
                .single();
        return Duration.ofMillis(millis);
    }

    /** Idempotent: rows that another gateway has deleted are gone already. */
    void delete(List<Long> ids) {
        jdbc.sql("DELETE FROM outbox WHERE id = ANY(:ids)")
                .param("ids", ids.toArray(Long[]::new))
                .update();
    }

    /** Runs with rows that have waited for that long. */
    List<String> overdue(Duration age, int limit) {
        return jdbc.sql("""
                        SELECT run_id FROM outbox
                        WHERE created_at < clock_timestamp() - :millis * interval '1 millisecond'
                        GROUP BY run_id ORDER BY min(id) LIMIT :limit
                        """)
                .param("millis", age.toMillis())
                .param("limit", limit)
                .query(String.class)
                .list();
    }
}
