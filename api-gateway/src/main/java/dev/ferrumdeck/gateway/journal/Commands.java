package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.approvals.ApprovalKind;
import dev.ferrumdeck.gateway.approvals.ApprovalRequest;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.workflows.dag.ApprovalStep;
import dev.ferrumdeck.workflows.dag.ModelStep;
import dev.ferrumdeck.workflows.dag.StepSpec;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Carries out the commands of an entry. Each is idempotent by its step and attempt. */
@Component
class Commands {
    /** How long people have to say whether an unknown outcome happened: nothing depends on a hurry. */
    private static final Duration RECONCILE_TIME = Duration.ofDays(7);

    private final Openings openings;
    private final ToolDispatch tools;
    private final ModelDispatch models;
    private final ApprovalDispatch questions;
    private final Closing closing;
    private final Approvals approvals;
    private final JsonMapper json;

    Commands(
            Openings openings,
            ToolDispatch tools,
            ModelDispatch models,
            ApprovalDispatch questions,
            Closing closing,
            Approvals approvals,
            JsonMapper json) {
        this.openings = openings;
        this.tools = tools;
        this.models = models;
        this.questions = questions;
        this.closing = closing;
        this.approvals = approvals;
        this.json = json;
    }

    void carryOut(EntryContext context, Command command) {
        if (command instanceof Command.Dispatch dispatch) {
            dispatch(context, dispatch);
        } else if (command instanceof Command.Open open) {
            openings.open(context, open.step());
        } else if (command instanceof Command.CloseApproval close) {
            context.answer(approvals.expire(close.approvalId()));
        } else if (command instanceof Command.Reconcile reconcile) {
            reconcile(context, reconcile);
        } else if (command instanceof Command.Vote vote) {
            approvals.voteFromSignal(context.run().tenantId(), context.run().runId(), vote);
        } else if (command instanceof Command.Finish finish) {
            closing.finish(context, finish);
        }
    }

    private void dispatch(EntryContext context, Command.Dispatch dispatch) {
        KnownAttempt known = context.attempt(dispatch.step(), dispatch.attempt());
        if (known != null) {
            again(context, known);
            return;
        }
        StepPath path = StepPath.parse(dispatch.step());
        StepSpec work = context.run().work(path);
        boolean ofModel = path.isOfLoop() ? path.toolCall() < 0 : work instanceof ModelStep;
        if (ofModel) {
            models.dispatch(context, dispatch);
        } else if (work instanceof ApprovalStep) {
            questions.dispatch(context, dispatch);
        } else {
            tools.dispatch(context, dispatch);
        }
    }

    private static void again(EntryContext context, KnownAttempt known) {
        if (known.outcome() != null) {
            context.answer(known.outcome());
        } else if (known.isReady()) {
            context.ringAgain(known);
        }
    }

    private void reconcile(EntryContext context, Command.Reconcile command) {
        StepRow row = context.steps().find(command.step());
        String tool = row == null ? null : row.tool();
        String id = approvals.request(new ApprovalRequest(
                new ApprovalRequest.Subject(
                        context.run().tenantId(),
                        context.run().runId(),
                        command.step(),
                        command.attempt(),
                        context.run().createdBy()),
                new ApprovalRequest.Question(
                        ApprovalKind.RECONCILE,
                        "did " + (tool == null ? command.step() : tool) + " happen?",
                        "the worker had begun to act and did not come back",
                        tool,
                        null,
                        arguments(row),
                        null),
                new ApprovalRequest.Terms(1, ApprovalRequest.Terms.DEFAULT_ROLE, RECONCILE_TIME, null, null)));
        context.answer(Event.Outcome.needsApproval(command.step(), command.attempt(), id, RECONCILE_TIME.toMillis()));
    }

    private @Nullable JsonNode arguments(@Nullable StepRow row) {
        return row == null || row.input() == null ? null : json.valueToTree(row.input());
    }
}
