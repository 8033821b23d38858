package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.gateway.platform.ConditionalOnRole;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * A cancel always works: when its run has not carried it into the journal soon, because Temporal is away or slow, a workflow
 * task is stuck, or an entry cannot be written, the gateway ends the run itself. Role {@code bridge}.
 */
@Component
@ConditionalOnRole("bridge")
class StuckCancels {
    private static final Logger LOG = LoggerFactory.getLogger(StuckCancels.class);
    private static final int AT_ONCE = 50;

    private final Signals signals;
    private final RunEnding ending;
    private final SweepProperties times;

    StuckCancels(Signals signals, RunEnding ending, SweepProperties times) {
        this.signals = signals;
        this.ending = ending;
        this.times = times;
    }

    @Scheduled(fixedDelayString = "${ferrumdeck.sweep.interval:1s}", scheduler = "sweepScheduler")
    void end() {
        List<String> stuck = signals.stuckCancels(times.cancelAge(), AT_ONCE);
        Set<String> runs = new HashSet<>(stuck);
        runs.forEach(this::end);
        if (!stuck.isEmpty()) {
            signals.forgetCancelsOfTheEnded();
        }
    }

    @SuppressWarnings("CatchingUnchecked") // the host of a loop: one run must not keep the others from their turn
    private void end(String runId) {
        try {
            signals.cancellation(runId)
                    .filter(cancel -> ending.end(runId, cancel))
                    .ifPresent(cancel -> LOG.warn("run {} did not take its cancel: the gateway ended it", runId));
        } catch (Exception e) {
            LOG.warn("run {} cannot be cancelled now, again at the next pass: {}", runId, e.toString());
        }
    }
}
