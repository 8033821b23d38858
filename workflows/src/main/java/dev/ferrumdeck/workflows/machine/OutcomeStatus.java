package dev.ferrumdeck.workflows.machine;

/** What an attempt came back with. The first group is reported or found out; the second answers a dispatch at once. */
public enum OutcomeStatus {
    COMPLETED,
    FAILED,
    EXPIRED,
    UNKNOWN,
    CANCELLED,
    /**
     * Handed back unbegun, by a worker that shuts down or because an entry had no time for it: asked for again without
     * counting as a try.
     */
    RELEASED,

    DENIED,
    SKIPPED,
    NEEDS_APPROVAL,
    /** The allowance is too small for the exact prompt, or a wider budget (agent, tenant) has nothing left. */
    NEEDS_BUDGET,
    /** A wider budget has too little left just now: calls in motion may give something back. Asked again later. */
    AWAITS_BUDGET
}
