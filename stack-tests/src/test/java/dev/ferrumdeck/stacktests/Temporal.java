package dev.ferrumdeck.stacktests;

import static org.awaitility.Awaitility.await;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What the Temporal server itself says of a run, and what operators do there. */
final class Temporal {
    private static final String NAMESPACE = "default";

    private Temporal() {}

    static long historyLength(TestStack stack, String run) {
        awaitClosed(stack, run);
        return describe(stack, run).getWorkflowExecutionInfo().getHistoryLength();
    }

    static String closeStatus(TestStack stack, String run) {
        awaitClosed(stack, run);
        return describe(stack, run).getWorkflowExecutionInfo().getStatus().name();
    }

    private static void awaitClosed(TestStack stack, String run) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> describe(stack, run).getWorkflowExecutionInfo().hasCloseTime());
    }

    private static DescribeWorkflowExecutionResponse describe(TestStack stack, String run) {
        return ask(
                stack,
                service -> service.blockingStub()
                        .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                                .setNamespace(NAMESPACE)
                                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(run))
                                .build()));
    }

    /** The execution that answers to the workflow id: after a reset another one than before. */
    static String executionOf(TestStack stack, String run) {
        return describe(stack, run).getWorkflowExecutionInfo().getExecution().getRunId();
    }

    /** The result of a completed run, as the server has it. */
    static JsonNode result(TestStack stack, String run) {
        awaitClosed(stack, run);
        return ask(stack, service -> {
            var history = WorkflowClient.newInstance(service).fetchHistory(run);
            var payloads = history.getLastEvent()
                    .getWorkflowExecutionCompletedEventAttributes()
                    .getResult();
            return TestStack.JSON.readTree(payloads.getPayloads(0).getData().toStringUtf8());
        });
    }

    /** The memo, its values as JSON. */
    static Map<String, String> memo(TestStack stack, String run) {
        Map<String, String> memo = new TreeMap<>();
        describe(stack, run)
                .getWorkflowExecutionInfo()
                .getMemo()
                .getFieldsMap()
                .forEach((name, value) -> memo.put(name, value.getData().toStringUtf8()));
        return memo;
    }

    static void steer(TestStack stack, String run, Consumer<WorkflowStub> how) {
        ask(stack, service -> {
            how.accept(WorkflowClient.newInstance(service).newUntypedWorkflowStub(run));
            return run;
        });
    }

    /** Resets to a completed workflow task, the first is 0, as <em>Reset</em> in the web UI does. */
    static void reset(TestStack stack, String run, int task) {
        ask(stack, service -> {
            long event = WorkflowClient.newInstance(service).fetchHistory(run).getEvents().stream()
                    .filter(it -> it.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
                    .mapToLong(HistoryEvent::getEventId)
                    .skip(task)
                    .findFirst()
                    .orElseThrow();
            return service.blockingStub()
                    .resetWorkflowExecution(ResetWorkflowExecutionRequest.newBuilder()
                            .setNamespace(NAMESPACE)
                            .setWorkflowExecution(WorkflowExecution.newBuilder().setWorkflowId(run))
                            .setReason("an operator's")
                            .setRequestId(UUID.randomUUID().toString())
                            .setWorkflowTaskFinishEventId(event)
                            .build());
        });
    }

    private static <T> T ask(TestStack stack, Function<WorkflowServiceStubs, T> question) {
        WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(stack.stack.urls().temporal())
                .build());
        try {
            return question.apply(service);
        } finally {
            service.shutdownNow();
        }
    }
}
