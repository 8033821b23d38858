package dev.ferrumdeck.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.testing.WorkflowReplayer;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Histories of real runs, recorded on a Temporal server: the workflow of today must want what it wanted then. When this
 * fails, runs that are under way would get stuck at the next deployment: the change needs {@code Workflow.getVersion}.
 */
class HistoryReplayTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "refund-with-approval-and-killed-worker",
                "folder-report",
                "budget-stop",
                "cancelled",
                "paused-and-resumed-with-waits",
                "reset-in-the-middle"
            })
    void a_recorded_run_replays(String name) {
        assertThatCode(() -> WorkflowReplayer.replayWorkflowExecutionFromResource(file(name), RunWorkflowImpl.class))
                .doesNotThrowAnyException();
    }

    @Test
    void a_workflow_that_wants_something_else_does_not_replay() {
        assertThatThrownBy(
                        () -> WorkflowReplayer.replayWorkflowExecutionFromResource(file("folder-report"), Broken.class))
                .satisfies(failure ->
                        assertThat(failure.getMessage() + failure.getCause()).containsIgnoringCase("nondeterminis"));
    }

    private static String file(String name) {
        return "histories/" + name + ".json";
    }

    /** A careless change: it starts a timer before anything else. */
    public static final class Broken extends RunWorkflowImpl {
        @WorkflowInit
        public Broken(RunInput input) {
            super(input);
        }

        @Override
        public RunResult run(RunInput input) {
            Workflow.sleep(Duration.ofSeconds(1));
            return super.run(input);
        }
    }
}
