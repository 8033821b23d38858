package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.workflows.machine.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
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
    private final TemporalMemory temporal;
    private final Counter nudged;
    private final Counter reconciled;

    QuietRuns(
            SweepStore store,
            RunDoor door,
            RunEnding ending,
            SweepProperties times,
            TemporalMemory temporal,
            MeterRegistry meters) {
        this.store = store;
        this.door = door;
        this.ending = ending;
        this.times = times;
        this.temporal = temporal;
        this.nudged = meters.counter("ferrumdeck.sweep.nudged");
        this.reconciled = meters.counter("ferrumdeck.sweep.reconciled");
    }

    void lookAfter() {
        Map<String, RunDoor.Standing> missing = new LinkedHashMap<>();
        store.takeStalled(times.stalledAfter(), AT_ONCE).forEach(run -> look(run, true, missing));
        store.takeQuiet(times.watchEvery(), AT_ONCE).forEach(run -> look(run, false, missing));
        if (temporal.missed(missing.size())) {
            missing.forEach(this::reconcile);
        } else if (!missing.isEmpty() && temporal.isStrange()) {
            LOG.error("{}", temporal.complaint());
        }
    }

    private void look(String runId, boolean stalled, Map<String, RunDoor.Standing> missing) {
        RunDoor.Standing standing = door.standing(runId);
        if (standing == RunDoor.Standing.MISSING) {
            missing.put(runId, standing);
            return;
        }
        temporal.found();
        if (standing != RunDoor.Standing.OPEN) {
            reconcile(runId, standing);
        } else if (stalled) {
            LOG.warn("run {} stands still: nudging it", runId);
            nudged.increment();
            door.signal(runId, "nudge");
        }
    }

    private void reconcile(String runId, RunDoor.Standing standing) {
        Event why = switch (standing) {
            case TERMINATED -> new Event.CancelRequested(Signals.CANCELLATION, null, "its workflow was terminated");
            case CANCELLED -> new Event.CancelRequested(Signals.CANCELLATION, null, "its workflow was cancelled");
            case MISSING -> lost("its workflow is gone from Temporal");
            default -> lost("its workflow ended without finishing the run");
        };
        if (ending.end(runId, why)) {
            LOG.warn("run {} is ended: its workflow is {}", runId, standing);
            reconciled.increment();
        }
    }

    private static Event lost(String message) {
        return new Event.Lost(ErrorCode.INTERNAL.wireName(), message);
    }
}
