package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.delivery.Outbox;
import dev.ferrumdeck.gateway.delivery.Signals;
import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.ProposedCall;
import dev.ferrumdeck.workflows.machine.RunStatus;
import dev.ferrumdeck.workflows.machine.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whatever reaches a run, the journal takes what is recorded: lies of every kind, true in form and malformed. */
class HintsTest extends ControlTestBase {
    private static final Limits ALL = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    /** Texts in the place of ids and paths. */
    private static final List<@Nullable String> TEXTS = Arrays.asList(
            null,
            "",
            " ",
            "apr_",
            "apr_01JDG4S90A1B2C3D4E5F6G7H8J",
            "sig_",
            "sig_-1",
            "sig_99999999999999999999999999",
            "a\0b",
            "\ud800",
            "../../x",
            "agent/llm-x",
            "x[999999999999]",
            "é".repeat(400));

    @Autowired
    private Outbox outbox;

    private RunDriver run = RunDriver.NONE;
    private String approval = "";
    private String attempt = "";

    /** One call that waits for people, and one that waits for a worker. */
    @BeforeEach
    void begin() {
        policy("{name: default, rules: [{id: ask, effect: require_approval, tools: [payments.refund]},"
                + " {id: all, effect: allow, tools: ['*']}]}");
        run = run("""
            name: two
            budget: {tool_calls: 5}
            steps:
              - {id: pay, type: tool, tool: payments.refund, input: {amount: 12.5}}
              - {id: look, type: tool, tool: orders.lookup, input: {id: x}}
            """, Map.of()).start();
        approval = text("SELECT id FROM approvals WHERE run_id = ?", run.id());
        attempt = attemptId(run, "look", 1);
    }

    private void nothingHappened() {
        assertThat(run.state.status()).isIn(RunStatus.RUNNING, RunStatus.WAITING);
        assertThat(run.state.spent()).isEqualTo(Amount.ZERO);
        assertThat(run.state.limits().toolCalls()).isEqualTo(5);
        assertThat(text("SELECT status FROM approvals WHERE id = ?", approval)).isEqualTo("pending");
        assertThat(text("SELECT state FROM attempts WHERE id = ?", attempt)).isEqualTo("READY");
        assertThat(count("SELECT count(*) FROM attempts WHERE run_id = ?", run.id()))
                .isEqualTo(2);
        assertThat(count("SELECT count(*) FROM steps WHERE run_id = ? AND ended_at IS NOT NULL", run.id()))
                .isZero();
    }

    private void theRunLivesOn() {
        String approver = keys.key(tenant, "approver");
        Answer vote = post(approver, "/v1/approvals/" + approval + "/decision", Map.of("decision", "approve"));
        assertThat(vote.status()).as(vote.body()).isEqualTo(200);
        run.give(new Event.Decided(approval, "pay", Verdict.DENIED, true, "somebody else", 99));
        run.settle();
        work(run, "pay", 2, Map.of("text", "paid"));
        deliver(run);
        work(run, "look", 1, Map.of("text", "seen"));
        deliver(run);
        assertThat(run.state.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(run.state.spent().toolCalls()).isEqualTo(2);
    }

    private List<Event> lies() {
        List<Event> lies = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            lies.add(new Event.Decided(approval, "pay", verdict, false, null, 0));
            lies.add(new Event.Decided(approval, "look", verdict, true, "ann", 1_000_000));
        }
        for (OutcomeStatus status : OutcomeStatus.values()) {
            lies.add(Event.Outcome.of("look", 1, status));
            for (String step : List.of("pay", "look", "other")) {
                for (int number : new int[] {-1, 0, 1, 2, Integer.MAX_VALUE}) {
                    lies.add(outcome(step, number, status));
                }
            }
        }
        lies.add(new Event.Opened("pay", Long.MAX_VALUE, 1_000));
        lies.add(new Event.BudgetChanged("sig_1", "ann", ALL));
        lies.add(new Event.BudgetChanged("operator-1", null, ALL));
        lies.add(new Event.PauseRequested("sig_1", "ann"));
        lies.add(new Event.CancelRequested("sig_1", "ann", null));
        lies.add(new Event.Lost("internal", "no more"));
        for (String text : TEXTS) {
            malformed(text, lies);
        }
        return lies;
    }

    @SuppressWarnings("NullAway") // what comes over the wire has holes
    private static void malformed(@Nullable String text, List<Event> lies) {
        lies.add(new Event.Decided(text, text, null, false, text, -1));
        lies.add(new Event.Outcome(text, 1, null, text, true, text, null, -1, null, text, -1, null, text, text));
        lies.add(new Event.BudgetChanged(text, text, null));
        lies.add(new Event.ResumeRequested("x" + text, text));
        lies.add(new Event.CancelRequested("x" + text, text, text));
    }

    private Event.Outcome outcome(String step, int number, OutcomeStatus status) {
        Amount spent = new Amount(1_000, 1_000_000, 3);
        List<ProposedCall> calls = List.of(new ProposedCall(0, "payments.refund", "0".repeat(64)));
        return new Event.Outcome(
                step, number, status, "timeout", true, "no", spent, 7, calls, approval, 60_000, spent, "forger", null);
    }

    @Test
    void no_lie_changes_anything_one_by_one_and_the_run_lives_on() {
        for (Event lie : lies()) {
            run.give(lie);
            assertThat(run.waiting()).as("answers to %s", lie).isEmpty();
        }
        nothingHappened();
        theRunLivesOn();
    }

    @Test
    void no_lie_changes_anything_when_they_come_together_and_each_is_recorded() {
        List<Event> lies = lies().stream().limit(200).toList();
        run.give(lies.toArray(Event[]::new));
        nothingHappened();
        assertThat(count(
                        "SELECT count(*) FROM audit_events WHERE subject = ? AND action = 'run.hint_dropped'",
                        run.id()))
                .isEqualTo(lies.stream()
                        .filter(lie -> !lie.key().equals("outcome:pay#1"))
                        .count());
        theRunLivesOn();
    }

    @Test
    void the_decision_of_another_run_decides_nothing_here() {
        String mine = approval;
        String approver = keys.key(tenant, "approver");
        begin();
        post(approver, "/v1/approvals/" + mine + "/decision", Map.of("decision", "approve"));
        run.give(new Event.Decided(mine, "pay", Verdict.APPROVED, false, null, 0));
        nothingHappened();
    }

    @Test
    void an_outcome_is_what_was_reported_whatever_the_hint_says() {
        work(run, "look", 1, Map.of("text", "seen"));
        run.give(outcome("look", 1, OutcomeStatus.FAILED));
        assertThat(run.state.spent()).isEqualTo(Amount.ONE_TOOL_CALL);
        assertThat(text("SELECT state FROM steps WHERE run_id = ? AND path = 'look'", run.id()))
                .isEqualTo("completed");
    }

    @Test
    void a_budget_is_what_was_raised_whatever_the_hint_says() {
        outbox.add(run.id(), Outbox.BUDGET, Map.of("by", "ann", "limits", Map.of("tool_calls", 7)));
        String id = "sig_" + text("SELECT max(id)::text FROM signals WHERE run_id = ?", run.id());
        run.give(new Event.BudgetChanged(id, "ben", ALL));
        assertThat(run.state.limits()).isEqualTo(new Limits(null, null, 7L, null));
    }

    @Test
    void what_people_asked_is_there_with_the_next_entry_though_temporal_never_brought_it() {
        RunDriver queued =
                run("{name: q, steps: [{id: look, type: tool, tool: orders.lookup, input: {id: x}}]}", Map.of());
        outbox.add(queued.id(), Outbox.PAUSE, Map.of("by", "ann"));
        queued.start();
        assertThat(queued.state.status()).isEqualTo(RunStatus.PAUSED);
        assertThat(count("SELECT count(*) FROM attempts WHERE run_id = ?", queued.id()))
                .isZero();
        outbox.add(queued.id(), Outbox.RESUME, Map.of("by", "ann"));
        outbox.add(queued.id(), Outbox.CANCEL, Map.of("by", "ben", "reason", "enough"));
        queued.give(new Event.Nudged());
        assertThat(queued.state.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(text("SELECT message FROM runs WHERE id = ?", queued.id())).isEqualTo("cancelled by ben: enough");
        assertThat(count("SELECT count(*) FROM signals WHERE run_id = ? AND entry IS NULL", queued.id()))
                .isZero();
    }

    @Test
    void operators_pause_resume_and_cancel_in_their_own_name_only() {
        run.give(new Event.PauseRequested("operator-x-1", "ann"));
        assertThat(run.state.status()).isEqualTo(RunStatus.PAUSED);
        run.give(new Event.ResumeRequested("operator-x-2", "ann"));
        run.give(new Event.CancelRequested(Signals.CANCELLATION, "ann", "r".repeat(100_000)));
        assertThat(run.state.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(text("SELECT message FROM runs WHERE id = ?", run.id()))
                .doesNotContain("ann")
                .hasSizeLessThan(600);
        assertThat(jdbc.sql("SELECT action FROM audit_events WHERE subject = ? AND actor = 'temporal' ORDER BY id")
                        .param(run.id())
                        .query(String.class)
                        .list())
                .containsExactly("run.pause", "run.resume", "run.cancel");
    }
}
