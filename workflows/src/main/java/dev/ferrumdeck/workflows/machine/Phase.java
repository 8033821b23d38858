package dev.ferrumdeck.workflows.machine;

/** Where a step is in its life, as the machine sees it; {@link StepState} is what others see of it. */
enum Phase {
    /** Something that it depends on has not ended. */
    PENDING(StepState.PENDING),
    /** Its inputs may be evaluated. */
    TO_OPEN(StepState.PENDING),
    /** Its inputs are being evaluated. */
    OPENING(StepState.RUNNING),
    /** It may be dispatched. */
    READY(StepState.RUNNING),
    /** An attempt is decided on, or is with a worker. */
    IN_FLIGHT(StepState.RUNNING),
    /** A wider budget has nothing free just now; a timer runs until it is asked again. */
    AWAITING_BUDGET(StepState.WAITING),
    /** A timer runs until the next try. */
    BACKING_OFF(StepState.RUNNING),
    /** People are asked whether it may be done. */
    ASKED(StepState.WAITING),
    /** People are asked whether it was done. */
    RECONCILING(StepState.UNKNOWN),
    /** It has children in motion: an agent or a map. */
    LOOPING(StepState.RUNNING),
    /** A wait step, waiting. */
    TIMING(StepState.WAITING),
    ENDED(StepState.COMPLETED);

    private final StepState state;

    Phase(StepState state) {
        this.state = state;
    }

    StepState state() {
        return state;
    }

    /** Whether time in this phase is work time of the run: it is not while people are asked, or nothing moves. */
    boolean isWork() {
        return switch (this) {
            case TO_OPEN, OPENING, READY, IN_FLIGHT, BACKING_OFF, TIMING -> true;
            case PENDING, AWAITING_BUDGET, ASKED, RECONCILING, LOOPING, ENDED -> false;
        };
    }

    /** Whether something of it may act, or may have acted, outside of the machine. */
    boolean isInMotion() {
        return this == OPENING || this == IN_FLIGHT || waitsForPeople();
    }

    boolean waitsForPeople() {
        return this == ASKED || this == RECONCILING;
    }
}
