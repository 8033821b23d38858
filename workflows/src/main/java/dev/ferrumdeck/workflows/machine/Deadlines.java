package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Limits of work time: the budget of seconds, and the deadline of the run. Waiting for people does not count. */
final class Deadlines {
    private static final String TIMER = "work-time";

    private Deadlines() {}

    /** Ends the run when a limit is over: of work time, or of what is spent and reserved. */
    static void check(Work work) {
        Long seconds = work.ledger().limits().seconds();
        Long timeout = work.plan().plan().timeoutMillis();
        if (work.ledger().isExceeded()) {
            work.finish(
                    RunStatus.BUDGET_EXCEEDED,
                    ErrorCode.BUDGET_EXCEEDED.wireName(),
                    "the run used more than its budget; raise it and start a new run",
                    null);
        } else if (seconds != null && work.workMillis() >= seconds * 1000) {
            work.finish(
                    RunStatus.BUDGET_EXCEEDED,
                    ErrorCode.BUDGET_EXCEEDED.wireName(),
                    "the run worked for " + seconds + " s, which is all that its budget allows",
                    null);
        } else if (timeout != null && work.workMillis() >= timeout) {
            work.finish(
                    RunStatus.FAILED,
                    ErrorCode.DEADLINE_EXCEEDED.wireName(),
                    "the run worked for " + timeout / 1000 + " s, which is its deadline",
                    null);
        }
    }

    /** Sets the timer to the moment at which {@link #check} would end a run that works on, or stops it. */
    static void arm(Work work) {
        Long limit = limitMillis(work);
        boolean active = !work.isPaused()
                && work.steps().values().stream()
                        .anyMatch(entry -> entry.phase().isWork());
        if (limit == null || !active) {
            work.stopTimer(TIMER);
            return;
        }
        long dueAt = work.at() + limit - work.workMillis();
        work.startTimer(TIMER, new MachineTimer(dueAt, MachineTimer.Purpose.WORK_TIME, null));
    }

    private static @Nullable Long limitMillis(Work work) {
        Long seconds = work.ledger().limits().seconds();
        Long timeout = work.plan().plan().timeoutMillis();
        if (seconds == null) {
            return timeout;
        }
        return timeout == null ? Long.valueOf(seconds * 1000) : Long.valueOf(Math.min(seconds * 1000, timeout));
    }
}
