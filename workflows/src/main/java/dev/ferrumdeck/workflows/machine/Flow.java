package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.ErrorCode;
import java.util.List;

/** How a run goes on from step to step: what begins, and what the end of a step means for its parent, dependents, run. */
final class Flow {
    private final Draft draft;
    private final Budgets budgets;

    Flow(Draft draft) {
        this.draft = draft;
        this.budgets = new Budgets(draft);
    }

    Draft draft() {
        return draft;
    }

    Budgets budgets() {
        return budgets;
    }

    /** All steps of the plan come up; those that wait for nothing may begin. */
    void begin() {
        List<PlanStep> plan = draft.plan().plan().steps();
        plan.forEach(step -> draft.put(step.id(), new Node.Planned(step.kind())));
        plan.stream()
                .filter(step -> step.dependsOn().isEmpty())
                .forEach(step -> start(StepPath.of(step.id()), step.kind()));
    }

    /** A step may begin. */
    void start(StepPath path, StepKind kind) {
        draft.makeReady(path.toString(), StepTypes.of(kind).first(draft, path));
    }

    /** A step ends, and has nothing to say to an agent. */
    void end(StepPath path, Ending ending) {
        end(path, ending, Reply.NOTHING);
    }

    /** A step ends. Its parent or its dependents go on. */
    void end(StepPath path, Ending ending, Reply reply) {
        StepPath parent = path.parent();
        if (parent == null) {
            draft.end(path.toString(), draft.get(path), ending);
            planStepEnded(path, ending);
            return;
        }
        StepType type = StepTypes.of(draft.get(parent).kind());
        type.hears(this, parent, path, ending, reply);
        draft.end(path.toString(), draft.get(path), ending);
        type.childEnded(this, parent, path, ending, reply);
    }

    private void planStepEnded(StepPath path, Ending ending) {
        if (ending.isFailure() && draft.plan().step(path).onError() == OnError.FAIL) {
            String why = ending.note() == null ? String.valueOf(ending.code()) : ending.note();
            boolean ofBudget = draft.version().tellsCause()
                    && ErrorCode.BUDGET_EXCEEDED.wireName().equals(ending.code());
            draft.finish(
                    ofBudget ? RunStatus.BUDGET_EXCEEDED : RunStatus.FAILED,
                    ending.code(),
                    "step " + path + " " + ending.word() + ": " + why,
                    path.toString());
            return;
        }
        for (PlanStep dependent : draft.plan().dependents(path.planStep())) {
            StepPath next = StepPath.of(dependent.id());
            if (draft.get(next).phase() == Phase.PENDING && isSatisfied(dependent)) {
                start(next, dependent.kind());
            }
        }
    }

    private boolean isSatisfied(PlanStep step) {
        return step.dependsOn().stream()
                .noneMatch(id -> draft.get(StepPath.of(id)).isOpen());
    }

    /** Brings up what fits by now of steps that have parts. */
    void goOn() {
        for (String path : List.copyOf(draft.steps().keySet())) {
            Node node = draft.find(path);
            if (node instanceof Node.MapItems map && map.next() < map.items()) {
                StepTypes.of(node.kind()).goOn(this, StepPath.parse(path), node);
            }
        }
    }

    /** Completes the run when every step of the plan has ended. */
    void checkEnd() {
        boolean over = !draft.steps().isEmpty()
                && draft.plan().plan().steps().stream()
                        .noneMatch(step -> draft.get(StepPath.of(step.id())).isOpen());
        if (over) {
            String notices = String.join("; ", draft.notices());
            draft.finish(RunStatus.COMPLETED, null, notices.isEmpty() ? null : notices, null);
        }
    }
}
