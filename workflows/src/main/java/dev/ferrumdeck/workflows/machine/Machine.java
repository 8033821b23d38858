package dev.ferrumdeck.workflows.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The run machine: {@code (state, events) -> state, commands}. Deterministic and pure: the same plan, state, time and
 * events always give the same answer, which is what replay, resets and the journal rest on. Thread-safe, as immutable.
 */
public final class Machine {
    /** The most commands of one entry; what is left over is worked off by the next, with no events. */
    public static final int MAX_COMMANDS = 200;

    private final PlanIndex plan;

    public Machine(RunPlan plan) {
        this.plan = new PlanIndex(plan);
    }

    /**
     * Applies events to a state.
     *
     * @param at the time they are applied, in epoch milliseconds; never before that of the entry before
     * @param events in order; empty to work off a backlog
     */
    public Transition apply(RunState state, long at, List<Event> events) {
        Work work = new Work(state, plan, at);
        Handlers handlers = new Handlers(work);
        events.forEach(handlers::handle);
        if (!work.isOver()) {
            new Graph(work).checkEnd();
        }
        if (!work.isOver()) {
            Deadlines.check(work);
        }
        if (!work.isOver()) {
            Scheduler scheduler = new Scheduler(work);
            if (handlers.wasNudged()) {
                scheduler.repeat();
            }
            scheduler.run();
        }
        if (!work.isOver()) {
            Deadlines.arm(work);
        }
        return work.done();
    }

    /**
     * Whether an outcome is known already, so that it may be refused without an event. One that the state cannot place is
     * not known: after a lost workflow task the state may be behind its journal.
     */
    public boolean isKnown(RunState state, Event.Outcome outcome) {
        if (state.status().isTerminal()) {
            return true;
        }
        StepEntry entry = state.steps().get(outcome.step());
        if (entry == null) {
            return isOfThePast(state, StepPath.parse(outcome.step()));
        }
        if (!entry.isOpen() || outcome.attempt() < entry.attempt()) {
            return true;
        }
        return outcome.attempt() == entry.attempt()
                && entry.phase() != Phase.IN_FLIGHT
                && entry.phase() != Phase.OPENING;
    }

    private static boolean isOfThePast(RunState state, StepPath path) {
        StepPath parent = path.parent();
        if (parent == null) {
            return false;
        }
        StepEntry owner = state.steps().get(parent.toString());
        if (owner == null) {
            return isOfThePast(state, parent);
        }
        boolean roundIsOver = path.isOfLoop() && path.modelCall() < owner.loop().rounds();
        boolean itemIsOver = !path.isOfLoop() && path.item() < owner.loop().next();
        return !owner.isOpen() || roundIsOver || itemIsOver;
    }

    /** The step of the plan that a path belongs to, or null when the plan has none. */
    public @Nullable PlanStep planStep(String path) {
        return plan.find(StepPath.parse(path));
    }
}
