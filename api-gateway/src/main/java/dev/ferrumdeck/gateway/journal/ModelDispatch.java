package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.policies.Decider;
import dev.ferrumdeck.policy.Effect;
import dev.ferrumdeck.workflows.dag.Frame;
import dev.ferrumdeck.workflows.dag.ModelSpec;
import dev.ferrumdeck.workflows.dag.ModelStep;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.ModelPlan;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Carries out the dispatch of a model call: the policy's word on the model, the exact quote, the attempt. */
@Component
class ModelDispatch {
    private static final String TYPE = "llm";
    /** An answer shorter than this is not worth a call. */
    private static final int LEAST_OUTPUT_TOKENS = 32;

    private final Decider decider;
    private final StepRows rows;
    private final Answers answers;
    private final DispatchTimes times;

    ModelDispatch(Decider decider, StepRows rows, Answers answers, DispatchTimes times) {
        this.decider = decider;
        this.rows = rows;
        this.answers = answers;
        this.times = times;
    }

    void dispatch(EntryContext context, Command.Dispatch dispatch) {
        StepPath path = StepPath.parse(dispatch.step());
        ModelSpec model = context.run().model(path);
        String name = model.provider() + "/" + model.name();
        Decider.Decided decided = decider.decideModel(context.policies(), context.run(), path);
        String digest = Digests.sha256Hex(name);
        context.decided(new NewDecision(dispatch.step(), dispatch.attempt(), "model:" + name, digest, decided));
        NewAttempt.Basis basis = new NewAttempt.Basis(null, null, null, decided.policyVersion(), null);
        if (decided.effect() != Effect.ALLOW) {
            String why = "the policy does not allow the model " + name + ": "
                    + decided.decision().reason();
            answers.denied(context, dispatch, TYPE, basis, ErrorCode.POLICY_DENIED, why);
            return;
        }
        long prompt = promptTokens(context, path);
        long output = affordable(context.run().pricedModel(path), dispatch, prompt);
        if (output < least(dispatch)) {
            Amount quote = new Amount(prompt, context.run().pricedModel(path).costMicros(prompt, 0), 0);
            String why = "the prompt has " + prompt + " tokens, more than the allowance is for";
            answers.needsBudget(context, dispatch, TYPE, basis, quote, why);
            return;
        }
        open(context, dispatch, basis, Math.toIntExact(output));
    }

    private void open(EntryContext context, Command.Dispatch dispatch, NewAttempt.Basis basis, int maxTokens) {
        StepPath path = StepPath.parse(dispatch.step());
        List<String> budgetIds = context.budgets().idsFor(context.run().agentName(path));
        Optional<String> exhausted = context.budgets().reserve(budgetIds, dispatch.allowance());
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
                work(context, path),
                basis,
                new NewAttempt.Reservation(dispatch.allowance(), maxTokens, budgetIds),
                null));
    }

    private NewAttempt.Work work(EntryContext context, StepPath path) {
        Frame frame = context.run().work(path) instanceof ModelStep step ? step.frame() : Frame.of(path.planStep());
        Long timeout = frame.timeoutSeconds();
        return new NewAttempt.Work(
                frame.queue() == null ? TYPE : frame.queue(),
                "none",
                timeout == null ? times.modelTimeout() : Duration.ofSeconds(timeout));
    }

    /** The size of the prompt, from what is stored: of a first call the estimate, of a later one what came back so far. */
    private long promptTokens(EntryContext context, StepPath path) {
        String first = path.isOfLoop() ? String.valueOf(path.parent()) : path.toString();
        if (path.modelCall() <= 1) {
            StepRow row = context.steps().find(first);
            return row == null ? 0 : row.contextTokens();
        }
        int before = path.modelCall() - 1;
        StepPath owner = path.owner();
        String model = owner.modelCall(before).toString();
        StepRow row = context.steps().find(model);
        List<String> tools = new ArrayList<>();
        for (int i = 0; row != null && i < calls(row); i++) {
            tools.add(owner.toolCall(before, i).toString());
        }
        long told = rows.contextTokens(context.run().runId(), tools);
        return (row == null ? 0 : row.contextTokens()) + told;
    }

    private static int calls(StepRow model) {
        return model.output() instanceof Map<?, ?> output && output.get("tool_calls") instanceof List<?> calls
                ? calls.size()
                : 0;
    }

    private static long affordable(ModelPlan model, Command.Dispatch dispatch, long promptTokens) {
        long output = Math.min(dispatch.maxOutputTokens(), dispatch.allowance().tokens() - promptTokens);
        while (output > 0
                && model.costMicros(promptTokens, output) > dispatch.allowance().costMicros()) {
            long over = model.costMicros(promptTokens, output)
                    - dispatch.allowance().costMicros();
            output -= Math.max(1, over * 1_000_000 / Math.max(1, model.outputMicrosPerMillion()));
        }
        return Math.max(0, output);
    }

    /** Half of what was granted may go to a prompt that is larger than was thought; with less, ask again. */
    private static long least(Command.Dispatch dispatch) {
        return Math.min(dispatch.maxOutputTokens(), Math.max(LEAST_OUTPUT_TOKENS, dispatch.maxOutputTokens() / 2));
    }
}
