package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.approvals.Approval;
import dev.ferrumdeck.gateway.approvals.ApprovalKind;
import dev.ferrumdeck.gateway.approvals.ApprovalRequest;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.gateway.policies.Decider;
import dev.ferrumdeck.policy.ApprovalSpec;
import dev.ferrumdeck.policy.Effect;
import dev.ferrumdeck.policy.spec.Fault;
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

/** Dispatches calls of tools: the arguments against the schema, the policy's decision, the attempt. Thread-safe. */
@Component
class ToolCalls {
    static final String TYPE = "tool";

    private final Evaluations evaluations;
    private final SchemaCheck schemas;
    private final Decider decider;
    private final Approved approved;
    private final Approvals approvals;
    private final Answers answers;
    private final JsonMapper json;

    ToolCalls(
            Evaluations evaluations,
            SchemaCheck schemas,
            Decider decider,
            Approved approved,
            Approvals approvals,
            Answers answers,
            JsonMapper json) {
        this.evaluations = evaluations;
        this.schemas = schemas;
        this.decider = decider;
        this.approved = approved;
        this.approvals = approvals;
        this.answers = answers;
        this.json = json;
    }

    /**
     * A call with its exact arguments.
     *
     * @param tool the platform's name of it
     * @param keep whether the arguments are new, and to be kept as the step's input
     */
    record Call(String tool, Map<String, Object> arguments, Optional<Kept> keep) {}

    /** Decides the call and says what is to be done. */
    Deed dispatch(Preparation preparing, StepPath path, Command.Dispatch dispatch, Call call) {
        Optional<PinnedTool> tool = preparing.run().tool(path, call.tool());
        if (tool.isEmpty()) {
            String why = "there is no tool " + call.tool() + " here; use one of those that were offered";
            return context ->
                    answers.denied(context, dispatch, TYPE, NewAttempt.Basis.NONE, ErrorCode.UNKNOWN_TOOL, why);
        }
        List<Fault> faults = evaluations.answer(
                preparing,
                new Evaluations.Question(
                        preparing.run().runId(), dispatch.step(), List.of("schema", dispatch.attempt())),
                () -> schemas.check(tool.get().spec().inputSchema(), call.arguments()));
        if (!faults.isEmpty()) {
            String why = describe(call.tool(), faults);
            return context -> answers.failed(context, dispatch, TYPE, ErrorCode.VALIDATION_FAILED, why);
        }
        Optional<Approval> approval = approved.find(preparing, dispatch);
        ToolCallDecision decision = decide(preparing, path, dispatch, tool.get(), call.arguments());
        return context -> {
            call.keep().ifPresent(input -> context.steps().setInput(dispatch.step(), call.tool(), input));
            context.decided(new NewDecision(
                    dispatch.step(), dispatch.attempt(), call.tool(), decision.argsSha256(), decision.decided()));
            carryOut(context, dispatch, decision, approval);
        };
    }

    private ToolCallDecision decide(
            Preparation preparing,
            StepPath path,
            Command.Dispatch dispatch,
            PinnedTool tool,
            Map<String, Object> arguments) {
        String argsSha256 = Digests.canonicalSha256(json.writeValueAsString(arguments));
        Decider.Call call = new Decider.Call(
                path,
                dispatch.attempt(),
                tool,
                arguments,
                preparing.entry().view().budget(),
                preparing.taint());
        // what was decided a moment ago, and took long, still holds for the same call under the same policies
        Decider.Decided decided = evaluations.answer(
                preparing,
                new Evaluations.Question(
                        preparing.run().runId(), dispatch.step(), List.of("policy", argsSha256, preparing.taint())),
                () -> decider.decide(preparing.policies(), preparing.run(), call));
        return new ToolCallDecision(tool, arguments, argsSha256, decided);
    }

    private void carryOut(
            EntryContext context, Command.Dispatch dispatch, ToolCallDecision call, Optional<Approval> approval) {
        Effect effect = call.decided().effect();
        if (effect == Effect.DENY) {
            deny(context, dispatch, call);
            return;
        }
        boolean rests = approval.isPresent() && approved.letsPass(approval.get(), call);
        if (effect == Effect.ALLOW || rests) {
            open(context, dispatch, call, rests);
        } else {
            ask(context, dispatch, call);
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
        Optional<BudgetAccount.Shortage> shortage = context.budgets().reserve(budgetIds, dispatch.allowance());
        NewAttempt.Basis basis = basis(call, rests ? dispatch.approvalId() : null);
        if (shortage.isPresent()) {
            answers.shortOfBudget(context, dispatch, TYPE, basis, shortage.get());
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
