package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.gateway.platform.ConditionalOnRole;
import dev.ferrumdeck.workflows.run.RunWorkflow;
import io.temporal.worker.WorkerFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts the workers that drive runs, which Temporal's starter made from {@code spring.temporal.workers}: in the background
 * and for as long as it takes, so that the gateway serves reads, claims and results while Temporal is away. Role {@code
 * orchestrator}.
 */
@Component
@ConditionalOnRole("orchestrator")
class RunWorkers implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RunWorkers.class);
    private static final long PAUSE_MILLIS = 1_000;
    private static final long STOP_SECONDS = 5;

    private final WorkerFactory factory;
    private volatile @Nullable Thread starter;

    RunWorkers(WorkerFactory factory) {
        this.factory = factory;
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
                factory.getWorkflowClient().getWorkflowServiceStubs().healthCheck();
                factory.start();
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
        factory.shutdown();
        factory.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public boolean isRunning() {
        return starter != null;
    }
}
