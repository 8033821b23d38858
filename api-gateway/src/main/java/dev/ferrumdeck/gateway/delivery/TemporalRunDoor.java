package dev.ferrumdeck.gateway.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.run.OutcomeBatch;
import dev.ferrumdeck.workflows.run.RunWorkflow;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.serviceclient.StatusUtils;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reaches runs through Temporal. */
@Component
class TemporalRunDoor implements RunDoor {
    private final WorkflowClient client;
    private final JdbcClient jdbc;
    private final TemporalRunStarter starter;
    private final BoundedCalls calls;
    private final Cache<String, String> executions = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    TemporalRunDoor(WorkflowClient client, JdbcClient jdbc, TemporalRunStarter starter, BoundedCalls calls) {
        this.client = client;
        this.calls = calls;
        this.jdbc = jdbc;
        this.starter = starter;
    }

    @Override
    public Delivery outcomes(String runId, String updateId, List<Event.Outcome> outcomes) {
        UpdateOptions<Void> options = UpdateOptions.newBuilder(Void.class)
                .setUpdateName("outcomes")
                .setUpdateId(updateId)
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build();
        try {
            calls.within(() -> update(runId, options, new OutcomeBatch(outcomes)));
            return Delivery.TAKEN;
        } catch (WorkflowNotFoundException e) {
            return goneUnlessNotStarted(runId, e);
        } catch (WorkflowUpdateException e) {
            if (isKnown(e)) {
                return Delivery.TAKEN;
            }
            throw e;
        }
    }

    /** An Update that names its execution saves the server a read; after a reset there is another one. */
    private void update(String runId, UpdateOptions<Void> options, OutcomeBatch batch) {
        String known = executions.getIfPresent(runId);
        try {
            WorkflowTargetOptions.Builder target =
                    WorkflowTargetOptions.newBuilder().setWorkflowId(runId);
            if (known != null) {
                target.setRunId(known);
            }
            WorkflowUpdateHandle<Void> handle =
                    client.newUntypedWorkflowStub(target.build()).startUpdate(options, batch);
            executions.put(runId, handle.getExecution().getRunId());
            handle.getResult(calls.longest().toMillis(), TimeUnit.MILLISECONDS);
        } catch (WorkflowNotFoundException e) {
            executions.invalidate(runId);
            if (known == null) {
                throw e;
            }
            update(runId, options, batch);
        }
    }

    @Override
    public Delivery signal(String runId, String name, Object... arguments) {
        try {
            calls.within(() -> client.newUntypedWorkflowStub(runId).signal(name, arguments));
            return Delivery.TAKEN;
        } catch (WorkflowNotFoundException e) {
            return goneUnlessNotStarted(runId, e);
        }
    }

    @Override
    public Delivery cancel(String runId, String reason) {
        try {
            calls.within(() -> client.newUntypedWorkflowStub(runId).cancel(reason));
            return Delivery.TAKEN;
        } catch (WorkflowNotFoundException e) {
            return goneUnlessNotStarted(runId, e);
        } catch (RuntimeException e) {
            if (wasAskedBefore(e)) {
                return Delivery.TAKEN;
            }
            throw e;
        }
    }

    private static boolean wasAskedBefore(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatusRuntimeException status
                    && status.getStatus().getCode() == Status.Code.ALREADY_EXISTS) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Standing standing(String runId) {
        WorkflowStub stub = client.newUntypedWorkflowStub(runId);
        try {
            return standing(stub.describe().getStatus());
        } catch (WorkflowNotFoundException e) {
            refuseMissingNamespace(e);
            return Standing.MISSING;
        }
    }

    private static Standing standing(WorkflowExecutionStatus status) {
        return switch (status) {
            case WORKFLOW_EXECUTION_STATUS_COMPLETED -> Standing.COMPLETED;
            case WORKFLOW_EXECUTION_STATUS_FAILED -> Standing.FAILED;
            case WORKFLOW_EXECUTION_STATUS_CANCELED -> Standing.CANCELLED;
            case WORKFLOW_EXECUTION_STATUS_TERMINATED -> Standing.TERMINATED;
            case WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> Standing.TIMED_OUT;
            default -> Standing.OPEN;
        };
    }

    private static boolean isKnown(WorkflowUpdateException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && cause.getMessage().contains(RunWorkflow.ALREADY_KNOWN)) {
                return true;
            }
        }
        return false;
    }

    /** A run that has not been started is not gone: what it is to be told waits. */
    private Delivery goneUnlessNotStarted(String runId, WorkflowNotFoundException e) {
        refuseMissingNamespace(e);
        boolean waits = jdbc.sql("SELECT workflow_started_at IS NULL AND ended_at IS NULL FROM runs WHERE id = :run")
                .param("run", runId)
                .query(Boolean.class)
                .optional()
                .orElse(false);
        if (waits) {
            starter.start(runId);
            throw new IllegalStateException("run " + runId + " has no workflow yet", e);
        }
        return Delivery.RUN_GONE;
    }

    /** A namespace that is not there yet says nothing about the run. */
    private static void refuseMissingNamespace(WorkflowNotFoundException e) {
        if (e.getCause() instanceof StatusRuntimeException status
                && StatusUtils.hasFailure(status, NamespaceNotFoundFailure.class)) {
            throw e;
        }
    }
}
