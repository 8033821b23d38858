package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.approvals.ApprovalKind;
import dev.ferrumdeck.gateway.approvals.ApprovalRequest;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.workflows.dag.ApprovalStep;
import dev.ferrumdeck.workflows.dag.ExpressionFailed;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Carries out the dispatch of an approval step: a question to people that no worker sees. */
@Component
class ApprovalDispatch {
    private static final String TYPE = "approval";

    private final Inputs inputs;
    private final Approved approved;
    private final Approvals approvals;
    private final Answers answers;
    private final Prompts prompts;
    private final JsonMapper json;

    ApprovalDispatch(
            Inputs inputs, Approved approved, Approvals approvals, Answers answers, Prompts prompts, JsonMapper json) {
        this.inputs = inputs;
        this.approved = approved;
        this.approvals = approvals;
        this.answers = answers;
        this.prompts = prompts;
        this.json = json;
    }

    void dispatch(EntryContext context, Command.Dispatch dispatch) {
        StepPath path = StepPath.parse(dispatch.step());
        if (approved.find(context, dispatch).isPresent()) {
            Event.Outcome completed = Event.Outcome.of(dispatch.step(), dispatch.attempt(), OutcomeStatus.COMPLETED);
            context.answer(dispatch, TYPE, NewAttempt.Basis.NONE, completed);
            return;
        }
        ApprovalStep step = (ApprovalStep) context.run().work(path);
        try {
            if (!inputs.holds(context, path)) {
                answers.skipped(context, dispatch, TYPE);
                return;
            }
            String title = prompts.text(inputs.evaluate(context, path, step.title()));
            Object shown = inputs.evaluate(context, path, step.input());
            context.steps().setInput(dispatch.step(), null, shown == null ? Map.of() : shown);
            ask(context, dispatch, step, title, shown);
        } catch (ExpressionFailed e) {
            answers.failed(context, dispatch, TYPE, ErrorCode.EXPRESSION_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private void ask(
            EntryContext context, Command.Dispatch dispatch, ApprovalStep step, String title, @Nullable Object shown) {
        Duration time = Duration.ofSeconds(step.expiresSeconds());
        boolean digestible = shown instanceof Map || shown instanceof Iterable;
        String id = approvals.request(new ApprovalRequest(
                new ApprovalRequest.Subject(
                        context.run().tenantId(),
                        context.run().runId(),
                        dispatch.step(),
                        dispatch.attempt(),
                        context.run().createdBy()),
                new ApprovalRequest.Question(
                        ApprovalKind.STEP,
                        title,
                        null,
                        null,
                        null,
                        shown == null ? null : json.valueToTree(shown),
                        digestible ? Digests.canonicalSha256(json.writeValueAsString(shown)) : null),
                new ApprovalRequest.Terms(step.quorum(), step.approverRole(), time, null, null)));
        answers.needsApproval(context, dispatch, TYPE, new NewAttempt.Basis(null, null, null, null, id), time);
    }
}
