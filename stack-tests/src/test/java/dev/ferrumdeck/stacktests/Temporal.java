package dev.ferrumdeck.stacktests;

import static org.awaitility.Awaitility.await;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;

/** What the Temporal server itself says of a run. */
final class Temporal {
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
        WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(stack.stack.urls().temporal())
                .build());
        try {
            return service.blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace("default")
                            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(run))
                            .build());
        } finally {
            service.shutdownNow();
        }
    }
}
