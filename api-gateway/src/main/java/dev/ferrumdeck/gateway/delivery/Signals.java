package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * SQL of the table {@code signals}: what people asked of a run, whether or not Temporal could be told. A signal that reaches
 * the run is checked against it. Thread-safe.
 */
@Repository
public class Signals {
    /** The id of every wish to cancel: the first one ends the run. */
    public static final String CANCELLATION = "cancellation-request";

    private static final String PREFIX = "sig_";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Signals(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** What the run has not been told yet, in the order it was accepted. */
    public List<Event> untold(String runId) {
        return jdbc.sql("SELECT id, name, body FROM signals WHERE run_id = :run AND entry IS NULL ORDER BY id")
                .param("run", runId)
                .query((row, n) -> event(row.getLong("id"), row.getString("name"), row.getString("body")))
                .list();
    }

    /** Those of these ids, as events carry them, that were recorded for this run. */
    public List<Event> recorded(String runId, Collection<String> ids) {
        List<Long> numbers = ids.stream().flatMap(id -> number(id).stream()).toList();
        return numbers.isEmpty()
                ? List.of()
                : jdbc.sql("SELECT id, name, body FROM signals WHERE run_id = :run AND id = ANY(:ids)")
                        .param("run", runId)
                        .param("ids", numbers.toArray(Long[]::new))
                        .query((row, n) -> event(row.getLong("id"), row.getString("name"), row.getString("body")))
                        .list();
    }

    /** The first cancel that was accepted, as the run is told of it. */
    public Optional<Event> cancellation(String runId) {
        return jdbc.sql("SELECT id, name, body FROM signals WHERE run_id = :run AND name = 'cancel' ORDER BY id LIMIT"
                        + " 1")
                .param("run", runId)
                .query((row, n) -> event(row.getLong("id"), row.getString("name"), row.getString("body")))
                .optional();
    }

    /**
     * Runs with a cancel that no entry of their journal has carried after that long: something between the gateway and the
     * run is stuck.
     */
    List<String> stuckCancels(Duration age, int limit) {
        return jdbc.sql("""
            SELECT s.run_id FROM signals s JOIN runs r ON r.id = s.run_id
            WHERE s.name = 'cancel' AND s.entry IS NULL AND r.ended_at IS NULL
                AND s.created_at < clock_timestamp() - :millis * interval '1 millisecond'
            ORDER BY s.created_at LIMIT :limit
            """)
                .param("millis", age.toMillis())
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /** Cancels of runs that ended before they were told, after the look for them. */
    int forgetCancelsOfTheEnded() {
        return jdbc.sql("""
            UPDATE signals s SET entry = r.entries FROM runs r
            WHERE r.id = s.run_id AND s.name = 'cancel' AND s.entry IS NULL AND r.ended_at IS NOT NULL
            """).update();
    }

    /** Entry n of the journal carries these. */
    public void told(String runId, List<Event> events, int n) {
        List<Long> numbers = new ArrayList<>();
        boolean cancels = false;
        for (Event event : events) {
            numbers.addAll(number(event.key().replaceFirst("^signal:", "")));
            cancels |= event instanceof Event.CancelRequested;
        }
        if (numbers.isEmpty() && !cancels) {
            return;
        }
        jdbc.sql("""
            UPDATE signals SET entry = :n
            WHERE run_id = :run AND entry IS NULL AND (id = ANY(:ids) OR :cancels AND name = 'cancel')
            """)
                .param("n", n)
                .param("run", runId)
                .param("ids", numbers.toArray(Long[]::new))
                .param("cancels", cancels)
                .update();
    }

    /** Whether a cancel was accepted: the run ends, if it has not yet. */
    public boolean isBeingCancelled(String runId) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM signals WHERE run_id = :run AND name = 'cancel')")
                .param("run", runId)
                .query(Boolean.class)
                .single();
    }

    /** The id that an event carries for the signal with this number. */
    static String id(long number) {
        return PREFIX + number;
    }

    private static List<Long> number(String id) {
        return id.matches(PREFIX + "[0-9]{1,18}") ? List.of(Long.valueOf(id.substring(PREFIX.length()))) : List.of();
    }

    private Event event(long number, String name, String body) {
        JsonNode said = json.readTree(body);
        String by = text(said, "by");
        return switch (name) {
            case Outbox.CANCEL -> new Event.CancelRequested(CANCELLATION, by, text(said, "reason"));
            case Outbox.PAUSE -> new Event.PauseRequested(id(number), by);
            case Outbox.RESUME -> new Event.ResumeRequested(id(number), by);
            case Outbox.BUDGET ->
                new Event.BudgetChanged(id(number), by, json.treeToValue(said.path("limits"), Limits.class));
            default -> throw new IllegalStateException("signal " + number + " of an unknown kind: " + name);
        };
    }

    private static @Nullable String text(JsonNode said, String key) {
        return said.hasNonNull(key) ? said.get(key).asString("") : null;
    }
}
