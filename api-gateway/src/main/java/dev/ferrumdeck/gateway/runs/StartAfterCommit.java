package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.delivery.RunStarter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Starts the workflow of a run once its row is committed. When Temporal is away the run stays queued for the sweep. */
@Component
class StartAfterCommit {
    private static final Logger LOG = LoggerFactory.getLogger(StartAfterCommit.class);

    private final ObjectProvider<RunStarter> workflows;

    StartAfterCommit(ObjectProvider<RunStarter> workflows) {
        this.workflows = workflows;
    }

    void of(String runId) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                start(runId);
            }
        });
    }

    @SuppressWarnings("CatchingUnchecked") // the run is created whatever Temporal says
    private void start(String runId) {
        try {
            workflows.getObject().start(runId);
        } catch (Exception e) {
            LOG.warn("run {} stays queued: its workflow cannot be started now", runId, e);
        }
    }
}
