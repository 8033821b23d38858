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
        Draft draft = new Draft(state, plan, at);
        Flow flow = new Flow(draft);
        EventHandlers handlers = new EventHandlers(flow);
        events.forEach(handlers::handle);
        Deadlines deadlines = new Deadlines(flow);
        unlessOver(draft, flow::checkEnd);
        unlessOver(draft, deadlines::check);
        unlessOver(draft, () -> schedule(flow, handlers.wasNudged()));
        unlessOver(draft, flow::checkEnd);
        unlessOver(draft, deadlines::arm);
        return draft.done();
    }

    private static void schedule(Flow flow, boolean nudged) {
        Scheduler scheduler = new Scheduler(flow);
        if (nudged) {
            scheduler.repeat();
        }
        scheduler.run();
    }

    private static void unlessOver(Draft draft, Runnable part) {
        if (!draft.isOver()) {
            part.run();
        }
    }

    /**
     * Whether an outcome is known already, so that it may be refused without an event. One that the state cannot place is
     * not known: after a lost workflow task the state may be behind its journal.
     */
    public boolean isKnown(RunState state, Event.Outcome outcome) {
        if (state.status().isTerminal()) {
            return true;
        }
        Node node = state.steps().get(outcome.step());
        if (node == null) {
            // what names no step at all can be of no use later either
            return StepPath.find(outcome.step())
                    .map(path -> isOfThePast(state, path))
                    .orElse(true);
        }
        if (!node.isOpen() || outcome.attempt() < node.attempt()) {
            return true;
        }
        return outcome.attempt() == node.attempt() && node.phase() != Phase.IN_FLIGHT && node.phase() != Phase.OPENING;
    }

    private static boolean isOfThePast(RunState state, StepPath path) {
        StepPath parent = path.parent();
        if (parent == null) {
            return false;
        }
        Node above = state.steps().get(parent.toString());
        return above == null ? isOfThePast(state, parent) : above.isPast(path);
    }

    /** Whether the hash of an entry must be that of what this machine made of its events. */
    public boolean checksHashes() {
        return plan.version().checksHashes();
    }

    /** The step of the plan that a path belongs to, or null when the plan has none. */
    public @Nullable PlanStep planStep(String path) {
        return StepPath.find(path).map(plan::find).orElse(null);
    }
}
