package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens and dispatches what is ready, in order, as far as the budget, the width of the run and the entry allow. */
final class Scheduler {
    private final Draft draft;
    private final Flow flow;
    private int inFlight;

    Scheduler(Flow flow) {
        this.draft = flow.draft();
        this.flow = flow;
    }

    void run() {
        draft.leaveBacklog(false);
        if (draft.isPaused()) {
            return;
        }
        flow.goOn();
        inFlight = draft.inFlight();
        List<String> ready = List.copyOf(draft.ready());
        for (String path : ready) {
            if (draft.isFull()) {
                draft.leaveBacklog(true);
                return;
            }
            next(path);
            if (draft.isOver()) {
                return;
            }
        }
        // what left meanwhile, as an agent that its own budget stopped, made room; what came up is for the next entry
        flow.goOn();
        draft.leaveBacklog(!ready.containsAll(draft.ready()));
    }

    private void next(String path) {
        Node node = draft.find(path);
        if (node == null || !node.isOpen()) {
            draft.ready().remove(path);
        } else if (node.phase() == Phase.TO_OPEN) {
            draft.ready().remove(path);
            draft.put(path, node.in(Phase.OPENING));
            draft.command(new Command.Open(path));
        } else if (node instanceof Node.Call call && ends(StepPath.parse(path))) {
            draft.ready().remove(path);
            flow.end(
                    StepPath.parse(path),
                    new Ending(StepState.CANCELLED, ErrorCode.CANCELLED.wireName(), call.label()));
        } else if (node instanceof Node.Call call
                && inFlight < draft.plan().plan().maxInFlight()) {
            dispatchIfPaid(StepPath.parse(path), call);
        }
    }

    /** Whether the agent that it belongs to only waits for its calls in motion. */
    private boolean ends(StepPath path) {
        return path.parent() != null
                && draft.find(path.parent().toString()) instanceof Node.AgentLoop agent
                && agent.end() != null;
    }

    /** Repeats every open command: what is known already is answered, and nothing is done twice. */
    void repeat() {
        draft.steps().forEach((path, node) -> {
            Command command = openCommand(path, node);
            if (command != null && !draft.isFull()) {
                draft.command(command);
            }
        });
    }

    private static @Nullable Command openCommand(String path, Node node) {
        if (node.phase() == Phase.OPENING) {
            return new Command.Open(path);
        }
        if (!(node instanceof Node.Call call)) {
            return null;
        }
        if (call.phase() == Phase.IN_FLIGHT) {
            return dispatch(path, call);
        }
        boolean unasked = call.phase() == Phase.RECONCILING && call.hold().approvalId() == null;
        return unasked ? new Command.Reconcile(path, call.attempt()) : null;
    }

    private void dispatchIfPaid(StepPath path, Node.Call call) {
        Wish wish = StepTypes.of(call.kind()).wish(draft.plan(), path, call);
        Offer offer = flow.budgets().offer(path, wish);
        if (offer instanceof Offer.Granted granted) {
            dispatch(path, call, granted);
        } else if (offer instanceof Offer.Never never) {
            refuse(path, never.agent());
        }
    }

    private void dispatch(StepPath path, Node.Call call, Offer.Granted granted) {
        String step = path.toString();
        draft.ready().remove(step);
        flow.budgets().reserve(path, granted.amount());
        Node.Call dispatched = call.dispatched(new Hold(
                granted.amount(), granted.maxOutputTokens(), call.hold().approvalId()));
        draft.put(step, dispatched);
        draft.command(dispatch(step, dispatched));
        inFlight++;
    }

    private void refuse(StepPath path, @Nullable StepPath agent) {
        if (agent == null) {
            draft.finish(
                    RunStatus.BUDGET_EXCEEDED,
                    ErrorCode.BUDGET_EXCEEDED.wireName(),
                    "the run's budget has nothing left for step " + path + "; raise it before, or start a new run",
                    path.toString());
        } else {
            AgentType.stop(
                    flow,
                    agent,
                    Ending.failed(
                            ErrorCode.BUDGET_EXCEEDED, "the agent's own budget has nothing left for step " + path));
        }
    }

    private static Command.Dispatch dispatch(String path, Node.Call call) {
        Hold hold = call.hold();
        return new Command.Dispatch(path, call.attempt(), hold.reserved(), hold.maxOutputTokens(), hold.approvalId());
    }
}
