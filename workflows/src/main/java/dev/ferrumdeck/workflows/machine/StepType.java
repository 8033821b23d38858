package dev.ferrumdeck.workflows.machine;

import java.util.List;

/**
 * A type of step: what it does in the life of a run. Stateless; one class for each, found by {@link StepTypes}. The
 * defaults are those of a step that is dispatched and ends with its outcome.
 */
interface StepType {
    /** A step of this type that may begin. */
    Node first(Draft draft, StepPath path);

    /** Its condition held and its inputs were evaluated. */
    default void opened(Flow flow, StepPath path, Node node, Event.Opened opened) {}

    /** What a dispatch of it needs of the budget. */
    default Wish wish(PlanIndex plan, StepPath path, Node.Call call) {
        return Wish.NOTHING;
    }

    /** Its attempt did what it should. */
    default void completed(Flow flow, StepPath path, Node.Call call, Event.Outcome outcome) {
        flow.end(path, Ending.of(StepState.COMPLETED, outcome), new Reply(outcome.contextTokens(), List.of()));
    }

    /** People said yes to it: it is dispatched again, resting on their approval. */
    default void approved(Flow flow, StepPath path, Node.Call call) {
        flow.draft().makeReady(path.toString(), call.in(Phase.READY));
    }

    /** A timer of its own is due. */
    default void timeIsUp(Flow flow, StepPath path, Node node) {}

    /** A part of it is about to end. */
    default void hears(Flow flow, StepPath path, StepPath child, Ending ending, Reply reply) {}

    /** A part of it has ended. */
    default void childEnded(Flow flow, StepPath path, StepPath child, Ending ending, Reply reply) {
        throw new IllegalStateException("step " + path + " has no parts, and yet " + child + " ended");
    }

    /** Brings up parts of it that fit, where it has any that have not begun. */
    default void goOn(Flow flow, StepPath path, Node node) {}
}
