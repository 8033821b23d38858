package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.gateway.delivery.Outbox;
import dev.ferrumdeck.gateway.delivery.RunEnding;
import dev.ferrumdeck.gateway.delivery.Signals;
import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.JournalReplay;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.RunStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Runs that their workflow does not end: the gateway does, in the journal. */
@DirtiesContext // its sweep must not look after the runs of other tests
@TestPropertySource(
        properties = {
            "ferrumdeck.roles=api,bridge",
            "ferrumdeck.sweep.interval=50ms",
            "ferrumdeck.sweep.cancel-age=100ms",
            "ferrumdeck.sweep.stalled-after=300s",
            "ferrumdeck.sweep.watch-every=300s"
        })
class EndedRunsTest extends ControlTestBase {
    private static final String TWO = """
        name: two
        steps:
          - {id: look, type: tool, tool: orders.lookup, input: {id: x}}
          - {id: pay, type: tool, tool: payments.refund, input: {amount: 1}}
        """;
    private static final Event TERMINATED =
            new Event.CancelRequested(Signals.CANCELLATION, null, "its workflow was terminated");

    @Autowired
    private RunEnding ending;

    @Autowired
    private Journal journal;

    @Autowired
    private Outbox outbox;

    @DynamicPropertySource
    static void redis(DynamicPropertyRegistry registry) {
        registry.add("spring.data.redis.url", RedisForTests::url);
    }

    @BeforeEach
    void policies() {
        policy("{name: default, rules: [{id: ask, effect: require_approval, tools: [payments.refund]},"
                + " {id: all, effect: allow, tools: ['*']}]}");
    }

    private void hasEnded(RunDriver run, String status) {
        assertThat(text("SELECT status FROM runs WHERE id = ?", run.id())).isEqualTo(status);
        assertThat(count("SELECT count(*) FROM attempts WHERE run_id = ? AND ended_at IS NULL", run.id()))
                .isZero();
        assertThat(count("SELECT count(*) FROM steps WHERE run_id = ? AND ended_at IS NULL", run.id()))
                .isZero();
        assertThat(count("SELECT count(*) FROM approvals WHERE run_id = ? AND status = 'pending'", run.id()))
                .isZero();
        assertThat(count("SELECT count(*) FROM audit_events WHERE subject = ? AND action = 'run.ended'", run.id()))
                .isEqualTo(1);
    }

    private void replays(RunDriver run) {
        JournalReplay.Verdict verdict = JournalReplay.of(run.plan(), journal.all(run.id()));
        assertThat(verdict.disagreement()).isNull();
        assertThat(verdict.state().status().isTerminal()).isTrue();
    }

    @Test
    void the_end_that_the_sweep_makes_is_an_entry_that_replays_and_is_sealed() {
        for (Event why : List.of(TERMINATED, new Event.Lost("internal", "its workflow is gone from Temporal"))) {
            RunDriver run = run(TWO, Map.of()).start();
            claim(attemptId(run, "look", 1), "tool");
            assertThat(ending.end(run.id(), why)).isTrue();
            hasEnded(run, why instanceof Event.Lost ? "failed" : "cancelled");
            replays(run);
            assertThat(text("SELECT message FROM runs WHERE id = ?", run.id())).contains("its workflow");
            assertThat(ending.end(run.id(), why)).isFalse();
        }
    }

    @Test
    void a_run_that_never_began_ends_too() {
        RunDriver run = run(TWO, Map.of());
        assertThat(ending.end(run.id(), TERMINATED)).isTrue();
        hasEnded(run, "cancelled");
        replays(run);
        assertThat(count("SELECT count(*) FROM attempts WHERE run_id = ?", run.id()))
                .isZero();
    }

    @Test
    void a_workflow_that_comes_back_to_an_ended_run_takes_its_end_and_opens_nothing() {
        RunDriver run = run(TWO, Map.of()).start();
        ending.end(run.id(), TERMINATED);
        run.give(Event.Outcome.of("look", 1, OutcomeStatus.COMPLETED));
        assertThat(run.state.status()).isEqualTo(RunStatus.CANCELLED);
        hasEnded(run, "cancelled");
    }

    @Test
    void where_the_journal_does_not_replay_the_run_still_ends_and_its_workflow_is_told_to() {
        RunDriver run = run(TWO, Map.of()).start();
        execute(
                "UPDATE journal SET body = replace(body, 'orders', 'others') || ' ' WHERE run_id = ? AND n = 1",
                run.id());
        execute("UPDATE journal SET hash = repeat('1', 64) WHERE run_id = ? AND n = 1", run.id());
        assertThat(ending.end(run.id(), new Event.Lost("internal", "its workflow is gone from Temporal")))
                .isTrue();
        assertThat(text("SELECT status FROM runs WHERE id = ?", run.id())).isEqualTo("failed");
        assertThat(run.give(new Event.Nudged()).kind()).isEqualTo(dev.ferrumdeck.workflows.machine.Answer.Kind.ENDED);
    }

    @Test
    void a_cancel_works_although_the_workflow_never_moves() {
        RunDriver run = run(TWO, Map.of()).start();
        RunDriver queued = run(TWO, Map.of());
        outbox.add(run.id(), Outbox.CANCEL, Map.of("by", "ann", "reason", "enough"));
        outbox.add(queued.id(), Outbox.CANCEL, Map.of("by", "ann"));
        await().untilAsserted(() -> {
            hasEnded(run, "cancelled");
            hasEnded(queued, "cancelled");
        });
        replays(run);
        replays(queued);
        assertThat(text("SELECT message FROM runs WHERE id = ?", run.id())).isEqualTo("cancelled by ann: enough");
        await().until(() -> count("SELECT count(*) FROM signals WHERE run_id = ? AND entry IS NULL", run.id()) == 0);
    }

    @Test
    void a_vote_after_an_accepted_cancel_is_a_conflict() {
        RunDriver run = run(TWO, Map.of()).start();
        String approval = text("SELECT id FROM approvals WHERE run_id = ?", run.id());
        outbox.add(run.id(), Outbox.CANCEL, Map.of("by", "ann"));
        String approver = keys.key(tenant, "approver");
        for (int i = 0; i < 2; i++) {
            Answer vote = post(approver, "/v1/approvals/" + approval + "/decision", Map.of("decision", "approve"));
            assertThat(vote.status()).as(vote.body()).isEqualTo(409);
            await().until(() ->
                    text("SELECT status FROM runs WHERE id = ?", run.id()).equals("cancelled"));
        }
    }
}
