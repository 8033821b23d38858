package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.gateway.approvals.Approval;
import dev.ferrumdeck.gateway.approvals.ApprovalKind;
import dev.ferrumdeck.gateway.approvals.ApprovalRequest;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.dag.ApprovalStep;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.StepChange;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** A question to people that no worker sees. */
@Component
class ApprovalStepType implements StepType {
    private static final String TYPE = "approval";

    private final Inputs inputs;
    private final Approved approved;
    private final Approvals approvals;
    private final Answers answers;
    private final Prompts prompts;
    private final JsonMapper json;

    ApprovalStepType(
            Inputs inputs, Approved approved, Approvals approvals, Answers answers, Prompts prompts, JsonMapper json) {
        this.inputs = inputs;
        this.approved = approved;
        this.approvals = approvals;
        this.answers = answers;
        this.prompts = prompts;
        this.json = json;
    }

    @Override
    public Class<ApprovalStep> work() {
        return ApprovalStep.class;
    }

    @Override
    public String attemptType(StepPath path) {
        return TYPE;
    }

    @Override
    public Deed dispatch(Preparation preparing, StepPath path, Command.Dispatch dispatch) {
        if (approved.find(preparing, dispatch).isPresent()) {
            Event.Outcome completed = Event.Outcome.of(dispatch.step(), dispatch.attempt(), OutcomeStatus.COMPLETED);
            return context -> context.answer(dispatch, TYPE, NewAttempt.Basis.NONE, completed);
        }
        if (!inputs.holds(preparing, path)) {
            return context -> answers.skipped(context, dispatch, TYPE);
        }
        ApprovalStep step = (ApprovalStep) preparing.run().work(path);
        String title = prompts.text(inputs.evaluate(preparing, path, step.title()));
        Object shown = inputs.evaluate(preparing, path, step.input());
        Kept kept = inputs.keep(preparing, shown == null ? Map.of() : shown);
        ApprovalRequest request = request(preparing.run(), dispatch, step, title, shown);
        return context -> {
            context.steps().setInput(dispatch.step(), null, kept);
            NewAttempt.Basis basis = new NewAttempt.Basis(null, null, null, null, approvals.request(request));
            answers.needsApproval(
                    context, dispatch, TYPE, basis, request.terms().expiresIn());
        };
    }

    private ApprovalRequest request(
            PinnedRun run, Command.Dispatch dispatch, ApprovalStep step, String title, @Nullable Object shown) {
        boolean digestible = shown instanceof Map || shown instanceof Iterable;
        return new ApprovalRequest(
                new ApprovalRequest.Subject(
                        run.tenantId(), run.runId(), dispatch.step(), dispatch.attempt(), run.createdBy()),
                new ApprovalRequest.Question(
                        ApprovalKind.STEP,
                        title,
                        null,
                        null,
                        null,
                        shown == null ? null : json.valueToTree(shown),
                        digestible ? Digests.canonicalSha256(json.writeValueAsString(shown)) : null),
                new ApprovalRequest.Terms(
                        step.quorum(), step.approverRole(), Duration.ofSeconds(step.expiresSeconds()), null, null));
    }

    /** What people said, and what they said it of. */
    @Override
    @SuppressWarnings("NullAway") // plain JSON has nulls
    public Optional<Object> output(Preparation preparing, StepChange completed) {
        return approvalOf(preparing, completed.step()).flatMap(approvals::find).map(approval -> {
            Approval.Resolution resolution = approval.resolution();
            Map<String, Object> output = new LinkedHashMap<>();
            output.put("decision", approval.status().wireName());
            output.put("by", resolution == null ? null : resolution.by());
            output.put("note", resolution == null ? null : resolution.note());
            output.put("arguments", prompts.plain(approval.effectiveArguments()));
            return output;
        });
    }

    /** The approval that the step ended with: the decision may have come before the question was answered. */
    private static Optional<String> approvalOf(Preparation preparing, String step) {
        for (Event event : preparing.entry().events()) {
            if (event instanceof Event.Decided decided && decided.step().equals(step)) {
                return Optional.of(decided.approvalId());
            }
            if (event instanceof Event.Outcome outcome && outcome.step().equals(step) && outcome.approvalId() != null) {
                return Optional.of(outcome.approvalId());
            }
        }
        return Optional.empty();
    }
}
