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

    /** The oldest rows of a run. */
    List<OutboxRow> waiting(String runId, int limit) {
        return jdbc.sql("SELECT id, kind, body FROM outbox WHERE run_id = :run ORDER BY id LIMIT :limit")
                .param("run", runId)
                .param("limit", limit)
                .query((row, n) -> new OutboxRow(row.getLong("id"), row.getString("kind"), row.getString("body")))
                .list();
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
                                FROM outbox WHERE run_id = :run) AS waited
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
