package dev.ferrumdeck.gateway.runs;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL behind the streams: heads of runs, and entries of their journals. */
@Repository
class EventStore {
    /** The newest entry of a run, and its status. */
    record Head(String status, int entries) {
        boolean isOver() {
            return status.equals("completed")
                    || status.equals("failed")
                    || status.equals("cancelled")
                    || status.equals("budget_exceeded");
        }
    }

    /** An entry of a journal. */
    record JournalEntry(String runId, int n, String body) {}

    private final JdbcClient jdbc;

    EventStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Head> head(String tenantId, String runId) {
        return jdbc.sql("SELECT status, entries FROM runs WHERE id = :run AND tenant_id = :tenant")
                .param("run", runId)
                .param("tenant", tenantId)
                .query((row, number) -> new Head(row.getString("status"), row.getInt("entries")))
                .optional();
    }

    /** Whether the entry after {@code after} was there and is no more: retention takes journals from their beginning. */
    boolean isPruned(String runId, int after, Head head) {
        return head.entries() > after
                && jdbc.sql("SELECT NOT EXISTS (SELECT 1 FROM journal WHERE run_id = :run AND n = :n)")
                        .param("run", runId)
                        .param("n", after + 1)
                        .query(Boolean.class)
                        .single();
    }

    Map<String, Head> heads(Collection<String> runIds) {
        Map<String, Head> heads = new HashMap<>();
        jdbc.sql("SELECT id, status, entries FROM runs WHERE id = ANY(:runs)")
                .param("runs", runIds.toArray(String[]::new))
                .query(row -> {
                    heads.put(row.getString("id"), new Head(row.getString("status"), row.getInt("entries")));
                });
        return heads;
    }

    /** The entries after {@code after}, in order, at most {@code limit}. */
    List<JournalEntry> entries(String runId, int after, int limit) {
        return jdbc.sql("""
            SELECT run_id, n, body FROM journal WHERE run_id = :run AND n > :after ORDER BY n LIMIT :limit
            """)
                .param("run", runId)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) ->
                        new JournalEntry(row.getString("run_id"), row.getInt("n"), row.getString("body")))
                .list();
    }
}
