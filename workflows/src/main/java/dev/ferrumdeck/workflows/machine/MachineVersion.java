package dev.ferrumdeck.workflows.machine;

/**
 * The version of the machine that a run was created with, pinned in its plan: the one place where versions differ. A run
 * waits for people for weeks and outlives deployments; whatever the machine would want in another way than before is
 * decided here, by the version, so that the journal of a run under way replays. A plan that names no version is of
 * version 1. See ADR 8, and {@code RecordedJournalTest}, which replays what each version wrote.
 */
record MachineVersion(int number) {
    /** The version that runs are created with. */
    static final int CURRENT = 2;

    MachineVersion {
        if (number < 1 || number > CURRENT) {
            throw new IllegalArgumentException("the plan asks for version " + number
                    + " of the machine, and this build knows 1 to " + CURRENT
                    + ": deploy the version that created the run");
        }
    }

    /** Version 1 took an attempt that was cancelled in a run that nobody cancelled for a success without an output. */
    boolean cancelledAttemptsFail() {
        return number >= 2;
    }

    /** Version 1 made a call wait while anything was reserved, also of a kind that it did not lack. */
    boolean waitsForAnyReservation() {
        return number < 2;
    }

    /** Version 1 counted time in which a step only waited for what people had still reserved. */
    boolean countsTimeOfBlockedSteps() {
        return number < 2;
    }

    /** Version 1 brought up as many items of a map as its parallelism allowed, also when the run was full. */
    boolean fillsMapsBeyondRun() {
        return number < 2;
    }

    /** Version 1 ended an agent with "model call 1 failed" and a map with "item 3 failed", whatever the cause. */
    boolean tellsCause() {
        return number >= 2;
    }

    /** Version 1 counted overruns and did not say whose; a run could complete above its limit without a word. */
    boolean givesNotice() {
        return number >= 2;
    }

    /** Version 1 took the hash of an entry as the gateway said it, whoever had written the entry. */
    boolean checksHashes() {
        return number >= 2;
    }

    /** Version 1 dropped a vote that came as a signal in the entry that ended the run. */
    boolean takesVotesAtEnd() {
        return number >= 2;
    }
}
