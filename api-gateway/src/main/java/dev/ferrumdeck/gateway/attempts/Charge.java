package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.util.Map;

/**
 * What an attempt is charged: the one rule. A tool call is one call. A model call is charged what its provider believably
 * said that it used; when nobody said, all that was reserved for it, however it ended: a call that a worker has taken may
 * have been made. A worker that hands a call back unmade, or whose provider refused it, says so with a usage of zero.
 *
 * @param estimated whether it is the reservation, for want of a better number
 */
record Charge(Amount amount, boolean estimated) {
    private static final Charge NOTHING = new Charge(Amount.ZERO, false);
    /** A usage above so many times the reservation, which holds the whole prompt and answer, was miscounted. */
    private static final long ABSURD = 100;

    static Charge of(PinnedRun run, AttemptRow attempt, Report report) {
        if (attempt.isTool()) {
            return report.status() == Report.Status.RELEASED ? NOTHING : new Charge(Amount.ONE_TOOL_CALL, false);
        }
        Usage usage = report.usage();
        if (usage == null || !isBelievable(usage, attempt, report)) {
            return reservation(attempt);
        }
        long cost = run.price(StepPath.parse(attempt.stepPath()), usage).costMicros(usage);
        return new Charge(new Amount(usage.inputTokens() + usage.outputTokens(), cost, 0), false);
    }

    /** Of an attempt whose time is up. Of an effect that had begun nobody knows yet: its reservation stays. */
    static Charge ofSilence(AttemptRow attempt) {
        if (attempt.isReady() || attempt.isActing()) {
            return NOTHING;
        }
        return attempt.isTool() ? new Charge(attempt.accounts().reserved(), false) : reservation(attempt);
    }

    private static Charge reservation(AttemptRow attempt) {
        return new Charge(attempt.accounts().reserved(), true);
    }

    private static boolean isBelievable(Usage usage, AttemptRow attempt, Report report) {
        long most = Math.max(
                1_000_000, ABSURD * Math.min(attempt.accounts().reserved().tokens(), Long.MAX_VALUE / ABSURD));
        return usage.isBelievable(said(report)) && usage.inputTokens() + usage.outputTokens() <= most;
    }

    /** Whether the model said something: that has used tokens. */
    private static boolean said(Report report) {
        return report.status() == Report.Status.COMPLETED
                || (report.output() instanceof Map<?, ?> output && !output.isEmpty());
    }
}
