package dev.ferrumdeck.gateway.attempts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL over the live attempts of a tenant, by queue and by worker. Served by the partial indexes of live attempts. */
@Repository
class AttemptCounts {
    /** Live attempts of a queue. */
    record OfQueue(String queue, long ready, double oldestReadySeconds, long atWork) {
        static OfQueue none(String queue) {
            return new OfQueue(queue, 0, 0, 0);
        }
    }

    /** Attempts that a worker holds. */
    record OfWorker(String worker, @Nullable String queue, long atWork) {}

    private final JdbcClient jdbc;

    AttemptCounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<OfQueue> byQueue(String tenantId) {
        return jdbc.sql("""
                        SELECT queue, count(*) FILTER (WHERE state = 'READY') AS ready,
                            coalesce(extract(epoch FROM clock_timestamp()
                                - min(created_at) FILTER (WHERE state = 'READY')), 0) AS oldest,
                            count(*) FILTER (WHERE state <> 'READY') AS at_work
                        FROM attempts WHERE tenant_id = :tenant AND state IN ('READY', 'LEASED', 'ACTING')
                        GROUP BY queue
                        """)
                .param("tenant", tenantId)
                .query((row, number) -> new OfQueue(
                        row.getString("queue"), row.getLong("ready"), row.getDouble("oldest"), row.getLong("at_work")))
                .list();
    }

    List<OfWorker> byWorker(String tenantId) {
        return jdbc.sql("""
                        SELECT worker_id, min(queue) AS queue, count(*) AS at_work
                        FROM attempts WHERE tenant_id = :tenant AND state IN ('LEASED', 'ACTING')
                            AND worker_id IS NOT NULL
                        GROUP BY worker_id
                        """)
                .param("tenant", tenantId)
                .query((row, number) ->
                        new OfWorker(row.getString("worker_id"), row.getString("queue"), row.getLong("at_work")))
                .list();
    }
}
