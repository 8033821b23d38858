package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.StepPath;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers to dispatches at once. What the model of an agent is to be told of a refusal is kept as the step's output. */
@Component
class Answers {
    private final Tokens tokens;

    Answers(Tokens tokens) {
        this.tokens = tokens;
    }

    void skipped(EntryContext context, Command.Dispatch dispatch, String type) {
        context.answer(
                dispatch,
                type,
                NewAttempt.Basis.NONE,
                Event.Outcome.of(dispatch.step(), dispatch.attempt(), OutcomeStatus.SKIPPED));
    }

    void failed(EntryContext context, Command.Dispatch dispatch, String type, ErrorCode code, String why) {
        refuse(context, dispatch, type, NewAttempt.Basis.NONE, OutcomeStatus.FAILED, code, why);
    }

    void denied(
            EntryContext context,
            Command.Dispatch dispatch,
            String type,
            NewAttempt.Basis basis,
            ErrorCode code,
            String why) {
        refuse(context, dispatch, type, basis, OutcomeStatus.DENIED, code, why);
    }

    void needsApproval(
            EntryContext context, Command.Dispatch dispatch, String type, NewAttempt.Basis basis, Duration time) {
        context.answer(
                dispatch,
                type,
                basis,
                Event.Outcome.needsApproval(dispatch.step(), dispatch.attempt(), basis.approvalId(), time.toMillis()));
    }

    /** A wider budget has too little left: for ever, or while calls in motion hold what they reserved. */
    void shortOfBudget(
            EntryContext context,
            Command.Dispatch dispatch,
            String type,
            NewAttempt.Basis basis,
            BudgetAccount.Shortage shortage) {
        if (!shortage.passes()) {
            String why = "the budget of " + shortage.whose() + " has nothing left for step " + dispatch.step();
            needsBudget(context, dispatch, type, basis, null, why);
            return;
        }
        String why = "the rest of the budget of " + shortage.whose() + " is reserved by calls in motion";
        context.answer(
                dispatch,
                type,
                basis,
                Event.Outcome.because(
                        dispatch.step(),
                        dispatch.attempt(),
                        OutcomeStatus.AWAITS_BUDGET,
                        ErrorCode.BUDGET_EXCEEDED.wireName(),
                        false,
                        why));
    }

    /** @param quote the exact prompt, when the allowance was too small for it; null for a wider budget */
    void needsBudget(
            EntryContext context,
            Command.Dispatch dispatch,
            String type,
            NewAttempt.Basis basis,
            @Nullable Amount quote,
            String why) {
        context.answer(
                dispatch,
                type,
                basis,
                new Event.Outcome(
                        dispatch.step(),
                        dispatch.attempt(),
                        OutcomeStatus.NEEDS_BUDGET,
                        ErrorCode.BUDGET_EXCEEDED.wireName(),
                        false,
                        Texts.oneLine(why),
                        Amount.ZERO,
                        0,
                        List.of(),
                        null,
                        0,
                        quote,
                        null,
                        null));
    }

    private void refuse(
            EntryContext context,
            Command.Dispatch dispatch,
            String type,
            NewAttempt.Basis basis,
            OutcomeStatus status,
            ErrorCode code,
            String why) {
        boolean toldToModel = StepPath.parse(dispatch.step()).toolCall() >= 0;
        if (toldToModel) {
            context.steps().setText(dispatch.step(), why);
        }
        Event.Outcome outcome = new Event.Outcome(
                dispatch.step(),
                dispatch.attempt(),
                status,
                code.wireName(),
                false,
                Texts.oneLine(why),
                Amount.ZERO,
                toldToModel ? tokens.ofMessage(why) : 0,
                List.of(),
                null,
                0,
                null,
                null,
                null);
        if (toldToModel) {
            context.steps().setContextTokens(dispatch.step(), outcome.contextTokens());
        }
        context.answer(dispatch, type, basis, outcome);
    }
}
