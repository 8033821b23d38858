package dev.ferrumdeck.stacktests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What operators do to runs in Temporal, past the gateway: the run, its journal and the outside world stay consistent. */
class OperatorIT {
    private final TestStack stack = TestStack.shared();
    private final Approvals approvals = new Approvals(stack);
    private final Invariants invariants = new Invariants(stack);

    private void awaitLeased(String run) {
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        stack.database.count("SELECT count(*) FROM attempts WHERE run_id = ? AND state = 'LEASED'", run)
                                == 1);
    }

    private List<String> callsOf(String run) {
        return stack.database.column("SELECT id FROM steps WHERE run_id = ? AND tool IS NOT NULL", run).stream()
                .flatMap(step -> stack.witness.calls().stream()
                        .map(Witness.Call::idempotencyKey)
                        .filter(step::equals))
                .toList();
    }

    @Test
    void a_cancellation_request_cancels_the_run() {
        String run = stack.start("ask-first", Map.of());
        approvals.of(run);
        Temporal.steer(stack, run, workflow -> workflow.cancel());

        JsonNode over = stack.await(run);
        assertThat(over.path("status").asString()).isEqualTo("cancelled");
        assertThat(over.toString()).contains("requested in Temporal");
        assertThat(Temporal.closeStatus(stack, run)).isEqualTo("WORKFLOW_EXECUTION_STATUS_CANCELED");
        invariants.hold(List.of(run));
    }

    @Test
    void a_signal_decides_an_approval() {
        String run = stack.start("ask-first", Map.of());
        String approval = approvals.of(run);
        Temporal.steer(
                stack,
                run,
                workflow -> workflow.signal("decide", Map.of("approval_id", approval, "decision", "approve")));

        assertThat(stack.statusOf(run)).isEqualTo("completed");
        assertThat(stack.database.column("SELECT via FROM votes WHERE approval_id = ?", approval))
                .containsExactly("temporal-signal");
        invariants.hold(List.of(run));
    }

    @Test
    void a_run_that_is_reset_in_the_middle_catches_up_and_completes() {
        String run = stack.startAgent("guarded", "do it");
        String approval = approvals.of(run);
        String before = Temporal.executionOf(stack, run);
        Temporal.reset(stack, run, 1);
        approvals.decide(approval, Map.of("decision", "approve"));

        assertThat(stack.statusOf(run)).isEqualTo("completed");
        assertThat(Temporal.closeStatus(stack, run)).isEqualTo("WORKFLOW_EXECUTION_STATUS_COMPLETED");
        assertThat(Temporal.executionOf(stack, run)).isNotEqualTo(before);
        assertThat(callsOf(run)).as("tools asked").doesNotHaveDuplicates().isNotEmpty();
        invariants.hold(List.of(run));
    }

    @Test
    void a_run_that_is_reset_after_its_end_does_nothing_again() {
        String run = stack.start("three-slow", Map.of());
        assertThat(stack.statusOf(run)).isEqualTo("completed");
        assertThat(Temporal.closeStatus(stack, run)).isEqualTo("WORKFLOW_EXECUTION_STATUS_COMPLETED");
        long entries = entries(run);
        Temporal.reset(stack, run, 0);

        assertThat(Temporal.closeStatus(stack, run)).isEqualTo("WORKFLOW_EXECUTION_STATUS_COMPLETED");
        assertThat(entries(run)).isEqualTo(entries);
        assertThat(callsOf(run)).as("tools asked").hasSize(3).doesNotHaveDuplicates();
        invariants.hold(List.of(run));
    }

    private long entries(String run) {
        return stack.database.count("SELECT count(*) FROM journal WHERE run_id = ?", run);
    }

    @Test
    void a_terminated_run_is_closed_by_the_sweep() {
        String run = stack.start("one-slow", Map.of("ms", 3000));
        awaitLeased(run);
        Temporal.steer(stack, run, workflow -> workflow.terminate("an operator's"));

        JsonNode over = stack.await(run);
        assertThat(over.path("status").asString()).isEqualTo("cancelled");
        assertThat(over.toString()).contains("its workflow was terminated");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> stack.database.count(
                                "SELECT count(*) FROM attempts WHERE run_id = ?"
                                        + " AND state IN ('READY', 'LEASED', 'ACTING')",
                                run)
                        == 0);
        assertThat(callsOf(run)).as("tools asked").hasSizeLessThan(2);
    }
}
