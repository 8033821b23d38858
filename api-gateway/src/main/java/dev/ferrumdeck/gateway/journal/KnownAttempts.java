package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** SQL of the attempts that a run has already: reads, ends and settles them. */
@Repository
class KnownAttempts {
    private static final String COLUMNS = """
        a.id, a.step_path, a.attempt, a.state, a.queue, a.outcome, a.reserved, a.late_result->'spent' AS late_spent,
        a.budget_ids, a.settled, a.labels, a.traceparent
        """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batch;
    private final JsonMapper json;

    KnownAttempts(JdbcClient jdbc, JdbcTemplate batch, JsonMapper json) {
        this.jdbc = jdbc;
        this.batch = batch;
        this.json = json;
    }

    /** Step and number of an attempt. */
    record Key(String path, int attempt) {}

    /** An end of an attempt. */
    record End(KnownAttempt attempt, String state, Event.Outcome outcome) {}

    /** A charge for an attempt. */
    record Charge(String attemptId, Amount spent) {}

    Map<String, KnownAttempt> find(String runId, Collection<Key> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<String, KnownAttempt> found = new HashMap<>();
        jdbc.sql("SELECT " + COLUMNS + """
            FROM attempts a
            JOIN unnest(:paths::text[], :numbers::int[]) AS k (path, attempt)
                ON a.step_path = k.path AND a.attempt = k.attempt
            WHERE a.run_id = :run
            """)
                .param("run", runId)
                .param("paths", keys.stream().map(Key::path).toArray(String[]::new))
                .param("numbers", keys.stream().map(Key::attempt).toArray(Integer[]::new))
                .query(this::map)
                .list()
                .forEach(attempt -> found.put(attempt.key(), attempt));
        return found;
    }

    /** The live attempts of a run; locked, in the order of their ids. */
    List<KnownAttempt> lockLive(String runId) {
        return jdbc.sql("SELECT " + COLUMNS + """
            FROM attempts a
            WHERE a.run_id = :run AND a.state IN ('READY', 'LEASED', 'ACTING')
            ORDER BY a.id FOR UPDATE
            """)
                .param("run", runId)
                .query(this::map)
                .list();
    }

    /** Ended attempts of a run whose wider budgets have not been charged. */
    List<KnownAttempt> unsettled(String runId) {
        return jdbc.sql("SELECT " + COLUMNS + """
            FROM attempts a
            WHERE a.run_id = :run AND NOT a.settled AND a.budget_ids <> '{}' AND a.outcome IS NOT NULL
            ORDER BY a.id FOR UPDATE
            """)
                .param("run", runId)
                .query(this::map)
                .list();
    }

    /** Ends live attempts; the caller has locked them. */
    void end(List<End> ends) {
        batch.batchUpdate(
                """
                UPDATE attempts SET state = ?, outcome = ?::jsonb, ended_at = clock_timestamp(),
                    estimated = type = 'llm' AND state <> 'READY'
                WHERE id = ? AND state IN ('READY', 'LEASED', 'ACTING')
                """,
                ends.stream()
                        .map(end -> new Object[] {
                            end.state(),
                            json.writeValueAsString(end.outcome()),
                            end.attempt().id()
                        })
                        .toList());
    }

    /** Marks attempts as charged to the wider budgets. */
    void settle(List<Charge> charges) {
        batch.batchUpdate(
                "UPDATE attempts SET settled = true, charged = ?::jsonb WHERE id = ?",
                charges.stream()
                        .map(charge -> new Object[] {json.writeValueAsString(charge.spent()), charge.attemptId()})
                        .toList());
    }

    private KnownAttempt map(ResultSet row, int number) throws SQLException {
        String outcome = row.getString("outcome");
        return new KnownAttempt(
                row.getString("id"),
                row.getString("step_path"),
                row.getInt("attempt"),
                row.getString("state"),
                row.getString("queue"),
                outcome == null ? null : json.readValue(outcome, Event.Outcome.class),
                amount(row.getString("reserved")),
                row.getString("late_spent") == null ? null : amount(row.getString("late_spent")),
                List.of((String[]) row.getArray("budget_ids").getArray()),
                row.getBoolean("settled"),
                List.of((String[]) row.getArray("labels").getArray()),
                row.getString("traceparent"));
    }

    private Amount amount(String text) {
        return text.equals("{}") ? Amount.ZERO : json.readValue(text, Amount.class);
    }
}
