package dev.ferrumdeck.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.OnError;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.PlanStep;
import dev.ferrumdeck.workflows.machine.PlanWork;
import dev.ferrumdeck.workflows.machine.RetryPlan;
import dev.ferrumdeck.workflows.machine.RunPlan;
import dev.ferrumdeck.workflows.machine.RunStatus;
import dev.ferrumdeck.workflows.machine.RunView;
import dev.ferrumdeck.workflows.machine.StepKind;
import dev.ferrumdeck.workflows.machine.Verdict;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.converter.RawValue;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that can be sent to a run, malformed in each way: the run lives on, and a real vote and result work after it. */
class HostileMessagesTest {
    private static final List<String> BODIES = List.of(
            "null",
            "0",
            "-1",
            "\"text\"",
            "[]",
            "[null]",
            "{}",
            "{\"type\":\"decided\"}",
            "{\"type\":\"no-such\"}",
            "{\"id\":null,\"by\":null,\"limits\":null}",
            "{\"id\":7,\"by\":{}}",
            "{\"id\":\"x\",\"limits\":{\"tokens\":-5}}",
            "{\"id\":\"x\",\"limits\":{\"seconds\":9223372036854775807}}",
            "{\"id\":\"x\",\"limits\":{\"seconds\":92233720368547758079}}",
            "{\"id\":\"\\ud800\",\"by\":\"a\\u0000b\",\"reason\":\"\\udfff\"}",
            "{\"approval_id\":null,\"step\":null,\"verdict\":null}",
            "{\"approval_id\":\"apr_1\",\"step\":\"a\",\"verdict\":\"MAYBE\"}",
            "{\"approval_id\":\"apr_1\",\"step\":\"a\",\"verdict\":null,\"context_tokens\":-9}",
            "{\"approval_id\":\"apr_2\",\"step\":\"../..\",\"verdict\":\"APPROVED\"}",
            "{\"approval_id\":\"apr_2\",\"step\":\"a[99999999999999999999]/llm-1\",\"verdict\":\"APPROVED\"}",
            "{\"approval_id\":{\"a\":[1e400]},\"decision\":[[[]]]}",
            "{\"outcomes\":null}",
            "{\"outcomes\":[null]}",
            "{\"outcomes\":[{}]}",
            "{\"outcomes\":[{\"type\":\"outcome\",\"step\":null,\"attempt\":1}]}",
            "{\"outcomes\":[{\"type\":\"outcome\",\"step\":\"a\",\"attempt\":-1,\"status\":\"COMPLETED\"}]}",
            "{\"outcomes\":[{\"type\":\"outcome\",\"step\":\"a\",\"attempt\":1,\"status\":\"COMPLETED\","
                    + "\"spent\":{\"tokens\":-1}}]}",
            "{\"outcomes\":[{\"type\":\"outcome\",\"step\":\"a\",\"attempt\":1,\"status\":\"NO_SUCH\"}]}",
            "{\"outcomes\":[{\"type\":\"outcome\",\"step\":\"a\",\"attempt\":1,\"status\":\"NEEDS_APPROVAL\"}]}",
            "{\"a\":".repeat(900) + "1" + "}".repeat(900),
            "[".repeat(5000),
            "not json",
            "");

    private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(searchable());

    /** Asks people before the first attempt. */
    private final FakeControl control = new FakeControl(
            (command, entry) -> command instanceof Command.Dispatch dispatch && dispatch.approvalId() == null
                    ? List.of(Event.Outcome.needsApproval(dispatch.step(), dispatch.attempt(), "apr_1", 0))
                    : List.of());

    private static TestEnvironmentOptions searchable() {
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder();
        for (var key : List.of(Visibility.STATUS, Visibility.WAITING)) {
            options.registerSearchAttribute(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
        }
        return options.build();
    }

    @AfterEach
    void close() {
        temporal.close();
    }

    private WorkflowStub begin() {
        var worker = temporal.newWorker(RunWorkflow.TASK_QUEUE);
        worker.registerWorkflowImplementationTypes(RunWorkflowImpl.class);
        worker.registerActivitiesImplementations(control);
        temporal.start();
        PlanStep step = new PlanStep("a", StepKind.TOOL, List.of(), OnError.FAIL, RetryPlan.DEFAULT, PlanWork.PLAIN);
        RunPlan plan =
                new RunPlan("run_1", "t", List.of(step), Limits.NONE, null, 10, "t", "p", "a", RunPlan.NEWEST_MACHINE);
        WorkflowClient client = temporal.getWorkflowClient();
        RunWorkflow stub = client.newWorkflowStub(
                RunWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId("run_1")
                        .setTaskQueue(RunWorkflow.TASK_QUEUE)
                        .build());
        WorkflowClient.start(stub::run, new RunInput(plan, null));
        return client.newUntypedWorkflowStub("run_1");
    }

    private static List<Object> everything() {
        List<Object> bodies = new ArrayList<>();
        for (String body : BODIES) {
            bodies.add(payload("json/plain", body));
        }
        bodies.add(payload("binary/plain", "\u0000\u0001"));
        bodies.add(payload("binary/null", ""));
        bodies.add(payload("no/such-encoding", "{}"));
        bodies.add(new RawValue(Payload.newBuilder().build()));
        return bodies;
    }

    private static RawValue payload(String encoding, String data) {
        return new RawValue(Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8(encoding))
                .setData(ByteString.copyFromUtf8(data))
                .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"decided", "decide", "pause", "resume", "budget", "nudge", "no-such-signal"})
    void no_signal_stops_a_run(String signal) throws Exception {
        WorkflowStub run = begin();
        run.signal(signal);
        for (Object body : everything()) {
            run.signal(signal, body);
        }
        run.signal(signal, "too", "many", 3);
        livesOn(run);
    }

    @Test
    void no_update_stops_a_run() throws Exception {
        WorkflowStub run = begin();
        run.query("state", RunView.class);
        for (Object body : everything()) {
            try {
                run.update("outcomes", void.class, body);
            } catch (WorkflowUpdateException refused) {
                assertThat(refused).as("%s", body).hasStackTraceContaining("ApplicationFailure");
            }
        }
        livesOn(run);
    }

    private void livesOn(WorkflowStub run) throws Exception {
        run.signal("decided", new Event.Decided("apr_1", "a", Verdict.APPROVED, false, "ann", 0));
        run.signal("resume", java.util.Map.of("id", "at-last"));
        Command.Dispatch dispatch = control.dispatched.poll(10, TimeUnit.SECONDS);
        assertThat(dispatch).as("a dispatch after a real vote").isNotNull();
        run.update(
                "outcomes",
                void.class,
                new OutcomeBatch(List.of(Event.Outcome.of(
                        "a", java.util.Objects.requireNonNull(dispatch).attempt(), OutcomeStatus.COMPLETED))));
        run.getResult(10, TimeUnit.SECONDS, Void.class);
        assertThat(control.journal.get(control.journal.size() - 1).view().status())
                .isEqualTo(RunStatus.COMPLETED);
    }
}
