package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.workflows.machine.RunStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks after runs that stand still: nudges those whose workflow is open, ends the rows of those whose is not. */
@Component
class QuietRuns {
    private static final Logger LOG = LoggerFactory.getLogger(QuietRuns.class);
    private static final int AT_ONCE = 50;

    private final SweepStore store;
    private final RunDoor door;
    private final RunEnding ending;
    private final SweepProperties times;
    private final Counter nudged;
    private final Counter reconciled;

    QuietRuns(SweepStore store, RunDoor door, RunEnding ending, SweepProperties times, MeterRegistry meters) {
        this.store = store;
        this.door = door;
        this.ending = ending;
        this.times = times;
        this.nudged = meters.counter("ferrumdeck.sweep.nudged");
        this.reconciled = meters.counter("ferrumdeck.sweep.reconciled");
    }

    void lookAfter() {
        store.takeStalled(times.stalledAfter(), AT_ONCE).forEach(run -> look(run, true));
        store.takeQuiet(times.watchEvery(), AT_ONCE).forEach(run -> look(run, false));
    }

    private void look(String runId, boolean stalled) {
        RunDoor.Standing standing = door.standing(runId);
        if (standing != RunDoor.Standing.OPEN) {
            reconcile(runId, standing);
        } else if (stalled) {
            LOG.warn("run {} stands still: nudging it", runId);
            nudged.increment();
            door.signal(runId, "nudge");
        }
    }

    private void reconcile(String runId, RunDoor.Standing standing) {
        boolean cancelled = standing == RunDoor.Standing.CANCELLED || standing == RunDoor.Standing.TERMINATED;
        RunStatus status = cancelled ? RunStatus.CANCELLED : RunStatus.FAILED;
        ErrorCode code = cancelled ? ErrorCode.CANCELLED : ErrorCode.INTERNAL;
        String message = switch (standing) {
            case TERMINATED -> "its workflow was terminated";
            case CANCELLED -> "its workflow was cancelled";
            case MISSING -> "its workflow is gone from Temporal";
            default -> "its workflow ended without finishing the run";
        };
        if (ending.end(runId, status, code.wireName(), message)) {
            LOG.warn("run {} is {} now: {}", runId, status, message);
            reconciled.increment();
        }
    }
}
