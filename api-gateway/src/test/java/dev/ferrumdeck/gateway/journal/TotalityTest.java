package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.delivery.Signals;
import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.Verdict;
import dev.ferrumdeck.workflows.run.Control;
import io.temporal.failure.ApplicationFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.transaction.CannotCreateTransactionException;

/** Whatever fails inside of {@code advance}, a run comes to its end, and a cancellation ends it. */
@Import(TotalityTest.Sabotaged.class)
@DirtiesContext
class TotalityTest extends ControlTestBase {
    private static final String EVERYTHING = """
        name: everything
        steps:
          - {id: each, type: map, over: "{% input.ids %}", step: {type: tool, tool: orders.lookup, input: {id: "{% item %}"}}}
          - {id: rest, type: wait, seconds: 1}
          - {id: ask, type: approval, title: "{% 'Pay ' & input.ids[0] %}", input: {why: because}, depends_on: [each]}
          - {id: say, type: llm, model: {provider: scripted, name: m, max_tokens: 50}, prompt: "{% input.ids[0] %}", depends_on: [ask]}
          - {id: talk, type: agent, agent: helper, input: {message: hi}, depends_on: [say]}
        output: {said: "{% steps.talk.output.text %}"}
        """;
    /** Far more than any entry of these runs may take. */
    private static final int MOST_TRIES = 60;

    @Autowired
    private Saboteur saboteur;

    @TestConfiguration(proxyBeanMethods = false)
    static class Sabotaged {
        @Bean
        static Saboteur saboteur() {
            return new Saboteur();
        }
    }

    @BeforeEach
    void definitions() {
        policy(ALLOW_ALL);
        agent("{name: helper, model: {provider: scripted, name: m, max_tokens: 50}, system_prompt: hi,"
                + " tools: [orders.lookup]}");
        execute(
                "INSERT INTO budgets (id, tenant_id, scope, scope_name, limits) VALUES (?, ?, 'tenant', ?,"
                        + " '{\"tool_calls\": 100000}')",
                "bud_" + tenant,
                tenant,
                tenant);
    }

    @AfterEach
    void stop() {
        saboteur.stop();
    }

    /** The run is over because nothing of an entry could be written; its workflow is told so. */
    private static final class Ended extends RuntimeException {}

    /** As Temporal calls it: again for as long as the failure may be retried. */
    private Answer insistently(Control under, Entry entry) {
        for (int tried = 1; ; tried++) {
            try {
                Answer answer = saboteur.inside(() -> under.advance(entry));
                if (answer.kind() == Answer.Kind.ENDED) {
                    throw new Ended();
                }
                return answer;
            } catch (ApplicationFailure failure) {
                if (failure.isNonRetryable()) {
                    throw new Ended();
                }
                assertThat(tried).as("tries of %s: %s", entry.n(), failure).isLessThan(MOST_TRIES);
            }
        }
    }

    private RunDriver everything() {
        return run(EVERYTHING, Map.of("ids", List.of("o-1", "o-2")));
    }

    @Override
    protected Control control() {
        return entry -> insistently(control, entry);
    }

    /** Does all the work that there is; then cancels the run, if it is not over. */
    private void drive(RunDriver run) {
        try {
            run.give(new Event.Started());
            for (int i = 0; i < 30 && !isOver(run); i++) {
                run.settle();
                if (!isOver(run) && !workOnce(run)) {
                    break;
                }
            }
            if (!isOver(run)) {
                run.give(new Event.CancelRequested(Signals.CANCELLATION, null, null));
            }
        } catch (Ended ended) {
            // the rows must say so
        }
    }

    private boolean isOver(RunDriver run) {
        return run.state.status().isTerminal();
    }

    private boolean workOnce(RunDriver run) {
        var ready = jdbc.sql(
                        "SELECT id, step_path, queue FROM attempts WHERE run_id = ? AND state = 'READY' ORDER BY id")
                .params(run.id())
                .query((row, n) -> List.of(row.getString(1), row.getString(2), row.getString(3)))
                .list();
        ready.forEach(attempt -> {
            var job = claim(attempt.get(0), attempt.get(2)).json();
            boolean first = attempt.get(1).endsWith("llm-1");
            complete(
                    job,
                    attempt.get(2).equals("tool")
                            ? Map.of("text", "found")
                            : Map.of(
                                    "text",
                                    "done",
                                    "tool_calls",
                                    first
                                            ? List.of(Map.of(
                                                    "id",
                                                    "c1",
                                                    "name",
                                                    "orders_lookup",
                                                    "arguments",
                                                    Map.of("id", "x")))
                                            : List.of(),
                                    "finish_reason",
                                    first ? "tool_calls" : "stop"));
        });
        if (!ready.isEmpty()) {
            deliverAll(run, ready.size());
            return true;
        }
        var asked = jdbc.sql("SELECT id, step_path FROM approvals WHERE run_id = ? AND status = 'pending'")
                .params(run.id())
                .query((row, n) -> List.of(row.getString(1), row.getString(2)))
                .list();
        asked.forEach(approval -> {
            execute(
                    "UPDATE approvals SET status = 'approved', decided_by = 'key_boss', decided_at = now() WHERE id ="
                            + " ?",
                    approval.get(0));
            run.give(new Event.Decided(approval.get(0), approval.get(1), Verdict.APPROVED, false, "boss", 0));
        });
        if (asked.isEmpty() && !run.state.timers().isEmpty()) {
            run.at += 10_000;
            run.state.timers().keySet().stream().findFirst().ifPresent(timer -> run.give(new Event.TimerFired(timer)));
            return true;
        }
        return !asked.isEmpty();
    }

    private void deliverAll(RunDriver run, int outcomes) {
        List<Event.Outcome> told = new ArrayList<>();
        Awaitility.await().until(() -> told.addAll(door.take(run.id())) && told.size() >= outcomes);
        run.give(told.toArray(Event[]::new));
    }

    private String status(RunDriver run) {
        return text("SELECT status FROM runs WHERE id = ?", run.id());
    }

    private void assertOver(RunDriver run, String what) {
        assertThat(status(run)).as(what).isIn("completed", "failed", "cancelled", "budget_exceeded");
        assertThat(count(
                        "SELECT count(*) FROM attempts WHERE run_id = ? AND state IN ('READY', 'LEASED', 'ACTING')",
                        run.id()))
                .as("live attempts after %s", what)
                .isZero();
    }

    @Test
    void without_sabotage_the_run_completes() {
        RunDriver run = everything();
        drive(run);
        assertThat(status(run)).isEqualTo("completed");
        assertThat(text("SELECT output->>'said' FROM runs WHERE id = ?", run.id()))
                .isEqualTo("done");
        assertThat(saboteur.called).hasSizeGreaterThan(40);
    }

    /** While these fail, the workflow is told that its run is over, and the sweep ends the rows afterwards. */
    private static final List<String> NEEDED_TO_END =
            List.of("Apart.run", "Journal.lockHead", "KnownAttempts.lockLive", "KnownAttempts.end", "Approvals.close");

    private static final List<Supplier<Throwable>> OWN = List.of(
            () -> new IllegalStateException("a bug"),
            StackOverflowError::new,
            () -> new OutOfMemoryError("one value"),
            () -> new DataIntegrityViolationException("x", new SQLException("x", "22P05")));

    @Test
    void what_fails_by_itself_at_any_call_for_ever_ends_the_run_and_holds_nothing() {
        drive(everything());
        int i = 0;
        for (String method : List.copyOf(saboteur.called)) {
            RunDriver run = everything();
            saboteur.sabotage(method, Integer.MAX_VALUE, OWN.get(i++ % OWN.size()));
            drive(run);
            saboteur.stop();
            if (!NEEDED_TO_END.contains(method)) {
                assertOver(run, method);
            }
        }
    }

    @Test
    void what_fails_by_itself_once_at_any_call_never_hangs() {
        drive(everything());
        for (String method : List.copyOf(saboteur.called)) {
            RunDriver run = everything();
            saboteur.sabotage(method, 1, OWN.get(0));
            drive(run);
            saboteur.stop();
            assertOver(run, method);
        }
    }

    @Test
    void while_the_database_is_away_at_any_call_the_entry_is_tried_again_and_nothing_is_decided() {
        drive(everything());
        List<Supplier<Throwable>> away = List.of(
                () -> new DataAccessResourceFailureException("x", new SQLException("x", "08006")),
                () -> new CannotCreateTransactionException("x", new SQLException("x", "57P01")),
                () -> new UncategorizedSQLException("x", "x", new SQLException("x", "53300")),
                () -> new PessimisticLockingFailureException("x", new SQLException("x", "40P01")));
        int i = 0;
        for (String method : List.copyOf(saboteur.called)) {
            RunDriver run = everything();
            saboteur.sabotage(method, 2, away.get(i++ % away.size()));
            drive(run);
            saboteur.stop();
            assertThat(status(run)).as(method).isEqualTo("completed");
        }
    }
}
