package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.ErrorCode;
import java.util.List;

/** One call of a model, as a step of its own or in the loop of an agent. */
record ModelType() implements StepType {
    @Override
    public Node first(Draft draft, StepPath path) {
        return Node.Call.first(StepKind.LLM, path.isOfLoop() ? Phase.READY : Phase.TO_OPEN);
    }

    @Override
    public void opened(Flow flow, StepPath path, Node node, Event.Opened opened) {
        if (node instanceof Node.Call call) {
            flow.draft()
                    .makeReady(
                            path.toString(), call.sized(opened.promptTokens()).in(Phase.READY));
        }
    }

    @Override
    public Wish wish(PlanIndex plan, StepPath path, Node.Call call) {
        return Wish.of(plan.model(path), call.promptTokens());
    }

    @Override
    public void completed(Flow flow, StepPath path, Node.Call call, Event.Outcome outcome) {
        long context = Math.max(outcome.contextTokens(), call.promptTokens());
        if (!outcome.isCut()) {
            flow.end(path, Ending.of(StepState.COMPLETED, outcome), new Reply(context, outcome.calls()));
            return;
        }
        Draft draft = flow.draft();
        String cut = "the answer was cut off (" + outcome.finishReason() + ")";
        boolean clamped =
                call.hold().maxOutputTokens() < draft.plan().model(path).maxTokens();
        if (clamped) {
            String left = call.hold().maxOutputTokens() + " tokens, all that the budget had left for it";
            flow.end(path, Ending.failed(ErrorCode.BUDGET_EXCEEDED, cut + " after " + left));
        } else if (!outcome.calls().isEmpty()) {
            // calls of an answer that was cut may look whole and be half of what was meant
            flow.end(path, Ending.failed(ErrorCode.ANSWER_CUT, cut + ", so none of its calls is carried out"));
        } else {
            draft.notice(path + ": " + cut);
            flow.end(path, new Ending(StepState.COMPLETED, null, cut), new Reply(context, List.of()));
        }
    }
}
