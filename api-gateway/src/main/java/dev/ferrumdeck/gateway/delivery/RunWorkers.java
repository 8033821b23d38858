package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.gateway.platform.ConditionalOnRole;
import dev.ferrumdeck.workflows.run.Control;
import dev.ferrumdeck.workflows.run.RunWorkflow;
import dev.ferrumdeck.workflows.run.RunWorkflowImpl;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The worker that drives runs. It is started in the background and for as long as it takes, so that the gateway serves
 * reads, claims and results while Temporal is away. Role {@code orchestrator}.
 */
@Component
@ConditionalOnRole("orchestrator")
class RunWorkers implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RunWorkers.class);
    /** Local activities hold a database connection each: fewer than the pool has. */
    private static final int LOCAL_ACTIVITIES = 12;

    private static final long PAUSE_MILLIS = 1_000;
    private static final long STOP_SECONDS = 5;

    private final WorkflowClient client;
    private final Control control;
    private volatile @Nullable WorkerFactory factory;
    private volatile @Nullable Thread starter;

    RunWorkers(WorkflowClient client, Control control) {
        this.client = client;
        this.control = control;
    }

    @Override
    public void start() {
        Thread thread = new Thread(this::startUntilItWorks, "run-workers-start");
        thread.setDaemon(true);
        starter = thread;
        thread.start();
    }

    /** The host of the loop: whatever keeps the worker from starting is logged once and tried again. */
    @SuppressWarnings("CatchingUnchecked")
    private void startUntilItWorks() {
        for (int tries = 1; !Thread.currentThread().isInterrupted(); tries++) {
            try {
                client.getWorkflowServiceStubs().healthCheck();
                startNow();
                LOG.info("driving runs on task queue {}", RunWorkflow.TASK_QUEUE);
                return;
            } catch (Exception e) {
                if (tries == 1) {
                    LOG.warn("Temporal does not answer; trying until it does: {}", e.toString());
                }
                pause();
            }
        }
    }

    private void startNow() {
        WorkerFactory made = WorkerFactory.newInstance(client);
        Worker worker = made.newWorker(
                RunWorkflow.TASK_QUEUE,
                WorkerOptions.newBuilder()
                        .setMaxConcurrentLocalActivityExecutionSize(LOCAL_ACTIVITIES)
                        .build());
        worker.registerWorkflowImplementationTypes(RunWorkflowImpl.class);
        worker.registerActivitiesImplementations(control);
        made.start();
        factory = made;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        Thread starting = starter;
        if (starting != null) {
            starting.interrupt();
            starter = null;
        }
        WorkerFactory running = factory;
        if (running != null) {
            running.shutdown();
            running.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            factory = null;
        }
    }

    @Override
    public boolean isRunning() {
        return starter != null;
    }
}
