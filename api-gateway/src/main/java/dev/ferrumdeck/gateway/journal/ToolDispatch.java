package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.approvals.Approval;
import dev.ferrumdeck.gateway.approvals.ApprovalKind;
import dev.ferrumdeck.gateway.approvals.ApprovalRequest;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.gateway.policies.Decider;
import dev.ferrumdeck.policy.ApprovalSpec;
import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.workflows.dag.ExpressionFailed;
import dev.ferrumdeck.workflows.dag.Frame;
import dev.ferrumdeck.workflows.dag.PinnedTool;
import dev.ferrumdeck.workflows.dag.SchemaCheck;
import dev.ferrumdeck.workflows.dag.ToolStep;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Carries out the dispatch of a tool call: its arguments, the policy's decision, the attempt. */
@Component
class ToolDispatch {
    private static final String TYPE = "tool";

    private final ToolArguments arguments;
    private final SchemaCheck schemas;
    private final Decider decider;
    private final Approved approved;
    private final Approvals approvals;
    private final Answers answers;
    private final JsonMapper json;

    ToolDispatch(
            ToolArguments arguments,
            SchemaCheck schemas,
            Decider decider,
            Approved approved,
            Approvals approvals,
            Answers answers,
            JsonMapper json) {
        this.arguments = arguments;
        this.schemas = schemas;
        this.decider = decider;
        this.approved = approved;
        this.approvals = approvals;
        this.answers = answers;
        this.json = json;
    }

    void dispatch(EntryContext context, Command.Dispatch dispatch) {
        StepPath path = StepPath.parse(dispatch.step());
        Optional<Approval> approval = approved.find(context, dispatch);
        ToolArguments.Call call;
        try {
            Optional<ToolArguments.Call> evaluated = arguments.of(context, path, approval);
            if (evaluated.isEmpty()) {
                answers.skipped(context, dispatch, TYPE);
                return;
            }
            call = evaluated.get();
        } catch (ExpressionFailed | InputRefused e) {
            answers.failed(context, dispatch, TYPE, ErrorCode.EXPRESSION_FAILED, String.valueOf(e.getMessage()));
            return;
        }
        Optional<PinnedTool> tool = context.run().tool(path, call.tool());
        if (tool.isEmpty()) {
            String why = "there is no tool " + call.tool() + " here; use one of those that were offered";
            answers.denied(context, dispatch, TYPE, NewAttempt.Basis.NONE, ErrorCode.UNKNOWN_TOOL, why);
            return;
        }
        List<Fault> faults = schemas.check(tool.get().spec().inputSchema(), call.arguments());
        if (!faults.isEmpty()) {
            answers.failed(context, dispatch, TYPE, ErrorCode.VALIDATION_FAILED, describe(call.tool(), faults));
            return;
        }
        decide(context, dispatch, new Decidable(path, tool.get(), call.arguments(), approval));
    }

    private record Decidable(
            StepPath path, PinnedTool tool, Map<String, Object> arguments, Optional<Approval> approval) {}

    private void decide(EntryContext context, Command.Dispatch dispatch, Decidable call) {
        String argsSha256 = Digests.canonicalSha256(json.writeValueAsString(call.arguments()));
        Decider.Decided decided = decider.decide(
                context.policies(),
                context.run(),
                new Decider.Call(
                        call.path(),
                        dispatch.attempt(),
                        call.tool(),
                        call.arguments(),
                        context.entry().view().budget(),
                        context.taint()));
        context.decided(new NewDecision(
                dispatch.step(), dispatch.attempt(), call.tool().spec().name(), argsSha256, decided));
        ToolCallDecision decision = new ToolCallDecision(call.tool(), call.arguments(), argsSha256, decided);
        switch (decided.effect()) {
            case DENY -> deny(context, dispatch, decision);
            case ALLOW -> {
                boolean rests = call.approval().isPresent()
                        && approved.letsPass(call.approval().get(), decision);
                open(context, dispatch, decision, rests);
            }
            case REQUIRE_APPROVAL -> {
                if (call.approval().isPresent()
                        && approved.letsPass(call.approval().get(), decision)) {
                    open(context, dispatch, decision, true);
                } else {
                    ask(context, dispatch, decision);
                }
            }
        }
    }

    private void deny(EntryContext context, Command.Dispatch dispatch, ToolCallDecision call) {
        String reason = call.decided().decision().reason();
        String why = "the policy does not allow " + call.tool().spec().name() + ": " + reason + " (rule "
                + call.decided().decision().rule() + ")";
        answers.denied(context, dispatch, TYPE, basis(call, null), ErrorCode.POLICY_DENIED, why);
    }

    private void ask(EntryContext context, Command.Dispatch dispatch, ToolCallDecision call) {
        ApprovalSpec terms = call.decided().decision().approval() == null
                ? ApprovalSpec.DEFAULT
                : call.decided().decision().approval();
        Duration time = Duration.ofSeconds(terms.expiresSeconds());
        String name = call.tool().spec().name();
        String id = approvals.request(new ApprovalRequest(
                new ApprovalRequest.Subject(
                        context.run().tenantId(),
                        context.run().runId(),
                        dispatch.step(),
                        dispatch.attempt(),
                        context.run().createdBy()),
                new ApprovalRequest.Question(
                        ApprovalKind.TOOL,
                        "call " + name,
                        call.decided().decision().reason(),
                        name,
                        call.tool().hash(),
                        json.valueToTree(call.arguments()),
                        call.argsSha256()),
                new ApprovalRequest.Terms(
                        terms.quorum(),
                        terms.role(),
                        time,
                        call.decided().decision().rule(),
                        call.decided().policyVersion())));
        answers.needsApproval(context, dispatch, TYPE, basis(call, id), time);
    }

    private void open(EntryContext context, Command.Dispatch dispatch, ToolCallDecision call, boolean rests) {
        StepPath path = StepPath.parse(dispatch.step());
        List<String> budgetIds = context.budgets().idsFor(context.run().agentName(path));
        Optional<String> exhausted = context.budgets().reserve(budgetIds, dispatch.allowance());
        NewAttempt.Basis basis = basis(call, rests ? dispatch.approvalId() : null);
        if (exhausted.isPresent()) {
            answers.widerBudgetExhausted(context, dispatch, TYPE, basis, exhausted.get());
            return;
        }
        context.open(new NewAttempt(
                EntryContext.newId(),
                dispatch.step(),
                dispatch.attempt(),
                TYPE,
                "READY",
                work(context, path, call.tool()),
                basis,
                new NewAttempt.Reservation(dispatch.allowance(), 0, budgetIds),
                null));
    }

    private static NewAttempt.Work work(EntryContext context, StepPath path, PinnedTool tool) {
        Frame frame = context.run().work(path) instanceof ToolStep step ? step.frame() : Frame.of(path.planStep());
        Long timeout = frame.timeoutSeconds();
        return new NewAttempt.Work(
                frame.queue() == null ? tool.spec().queue() : frame.queue(),
                tool.spec().effect().wireName(),
                Duration.ofSeconds(timeout == null ? tool.spec().timeoutSeconds() : timeout));
    }

    private static NewAttempt.Basis basis(ToolCallDecision call, @Nullable String approvalId) {
        return new NewAttempt.Basis(
                call.tool().spec().name(),
                call.tool().hash(),
                call.argsSha256(),
                call.decided().policyVersion(),
                approvalId);
    }

    private static String describe(String tool, List<Fault> faults) {
        return faults.stream()
                .limit(5)
                .map(fault -> (fault.pointer().isEmpty() ? "/" : fault.pointer()) + ": " + fault.message())
                .collect(Collectors.joining("; ", "the arguments of " + tool + " do not fit its schema: ", ""));
    }
}
