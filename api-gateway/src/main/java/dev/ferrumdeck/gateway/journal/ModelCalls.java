package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.policies.Decider;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.policy.Effect;
import dev.ferrumdeck.workflows.dag.Frame;
import dev.ferrumdeck.workflows.dag.ModelSpec;
import dev.ferrumdeck.workflows.dag.ModelStep;
import dev.ferrumdeck.workflows.dag.StepSpec;
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

/** Dispatches calls of models: the policy's word on the model, the exact quote, the attempt. Thread-safe. */
@Component
class ModelCalls {
    static final String TYPE = "llm";
    /** An answer shorter than this is not worth a call. */
    private static final int LEAST_OUTPUT_TOKENS = 32;

    private final Decider decider;
    private final StepRows rows;
    private final Answers answers;
    private final DispatchTimes times;

    ModelCalls(Decider decider, StepRows rows, Answers answers, DispatchTimes times) {
        this.decider = decider;
        this.rows = rows;
        this.answers = answers;
        this.times = times;
    }

    /** Decides the call and says what is to be done. */
    Deed dispatch(Preparation preparing, StepPath path, Command.Dispatch dispatch) {
        PinnedRun run = preparing.run();
        ModelSpec model = run.model(path);
        String name = model.provider() + "/" + model.name();
        Decider.Decided decided = decider.decideModel(preparing.policies(), run, path);
        NewDecision decision =
                new NewDecision(dispatch.step(), dispatch.attempt(), "model:" + name, Digests.sha256Hex(name), decided);
        NewAttempt.Basis basis = new NewAttempt.Basis(null, null, null, decided.policyVersion(), null);
        if (decided.effect() != Effect.ALLOW) {
            String why = "the policy does not allow the model " + name + ": "
                    + decided.decision().reason();
            return context -> {
                context.decided(decision);
                answers.denied(context, dispatch, TYPE, basis, ErrorCode.POLICY_DENIED, why);
            };
        }
        Deed call = afford(preparing, path, dispatch, basis);
        return context -> {
            context.decided(decision);
            call.carryOut(context);
        };
    }

    private Deed afford(Preparation preparing, StepPath path, Command.Dispatch dispatch, NewAttempt.Basis basis) {
        ModelPlan model = preparing.run().pricedModel(path);
        long prompt = promptTokens(preparing, path);
        long output = affordable(model, dispatch, prompt);
        if (output < least(dispatch)) {
            Amount quote = new Amount(prompt, model.costMicros(prompt, 0), 0);
            String why = "the prompt has " + prompt + " tokens, more than the allowance is for";
            return context -> answers.needsBudget(context, dispatch, TYPE, basis, quote, why);
        }
        return context -> open(context, dispatch, basis, Math.toIntExact(output));
    }

    private void open(EntryContext context, Command.Dispatch dispatch, NewAttempt.Basis basis, int maxTokens) {
        StepPath path = StepPath.parse(dispatch.step());
        List<String> budgetIds = context.budgets().idsFor(context.run().agentName(path));
        Optional<BudgetAccount.Shortage> shortage = context.budgets().reserve(budgetIds, dispatch.allowance());
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
                work(context, path),
                basis,
                new NewAttempt.Reservation(dispatch.allowance(), maxTokens, budgetIds),
                null));
    }

    private NewAttempt.Work work(EntryContext context, StepPath path) {
        StepSpec step = context.run().work(path);
        Frame frame = step.frame();
        // that of an agent's step is the deadline of its loop, which the machine keeps
        Long timeout = step instanceof ModelStep ? frame.timeoutSeconds() : null;
        return new NewAttempt.Work(
                frame.queue() == null ? context.run().model(path).queue() : frame.queue(),
                "none",
                (timeout == null ? times.modelTimeout() : Duration.ofSeconds(timeout))
                        .plusSeconds(context.run().model(path).patience()));
    }

    /** The size of the prompt, from what is stored: of a first call the estimate, of a later one what came back so far. */
    private long promptTokens(Preparation preparing, StepPath path) {
        String first = path.isOfLoop() ? String.valueOf(path.parent()) : path.toString();
        if (path.modelCall() <= 1) {
            StepRow row = preparing.steps().find(first);
            return row == null ? 0 : row.contextTokens();
        }
        int before = path.modelCall() - 1;
        StepPath owner = path.owner();
        String model = owner.modelCall(before).toString();
        StepRow row = preparing.steps().find(model);
        List<String> tools = new ArrayList<>();
        for (int i = 0; row != null && i < calls(row); i++) {
            tools.add(owner.toolCall(before, i).toString());
        }
        long told = rows.contextTokens(preparing.run().runId(), tools);
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
