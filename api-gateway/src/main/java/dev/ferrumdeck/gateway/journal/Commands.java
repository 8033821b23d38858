package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.StepPath;
import dev.ferrumdeck.workflows.machine.Verdict;
import org.springframework.stereotype.Component;

/** What the commands of an entry come to. Each is idempotent by its step and attempt. Thread-safe. */
@Component
class Commands {
    private final StepTypes types;
    private final Inputs inputs;
    private final Answers answers;
    private final Questions questions;
    private final Closing closing;
    private final Approvals approvals;

    Commands(
            StepTypes types,
            Inputs inputs,
            Answers answers,
            Questions questions,
            Closing closing,
            Approvals approvals) {
        this.types = types;
        this.inputs = inputs;
        this.answers = answers;
        this.questions = questions;
        this.closing = closing;
        this.approvals = approvals;
    }

    /** Reads and evaluates what a command needs. Throws for whatever is wrong with it. */
    Deed prepare(Preparation preparing, Command command) {
        if (command instanceof Command.Dispatch dispatch) {
            return dispatch(preparing, dispatch);
        } else if (command instanceof Command.Open open) {
            return open(preparing, StepPath.parse(open.step()));
        } else if (command instanceof Command.CloseApproval close) {
            return context -> context.answer(approvals.expire(close.approvalId()));
        } else if (command instanceof Command.Reconcile reconcile) {
            return questions.whetherItHappened(preparing, reconcile);
        } else if (command instanceof Command.Vote vote) {
            return context -> approvals.voteFromSignal(
                    context.run().tenantId(), context.run().runId(), vote);
        } else if (command instanceof Command.Finish finish) {
            return closing.finish(preparing, finish);
        }
        throw new IllegalStateException("no such command: " + command.getClass());
    }

    private Deed open(Preparation preparing, StepPath path) {
        if (!inputs.holds(preparing, path)) {
            return Deed.answering(Event.Outcome.of(path.toString(), 0, OutcomeStatus.SKIPPED));
        }
        return types.of(preparing.run(), path).open(preparing, path);
    }

    private Deed dispatch(Preparation preparing, Command.Dispatch dispatch) {
        KnownAttempt known = preparing.attempt(dispatch);
        if (known != null) {
            return again(known);
        }
        StepPath path = StepPath.parse(dispatch.step());
        return types.of(preparing.run(), path).dispatch(preparing, path, dispatch);
    }

    private static Deed again(KnownAttempt known) {
        if (known.outcome() != null) {
            return Deed.answering(known.outcome());
        }
        return known.isReady() ? context -> context.ringAgain(known) : Deed.nothing();
    }

    /** What a command comes to for which there is no time in this entry: the machine asks for it again. */
    Deed later(Preparation preparing, Command command) {
        if (command instanceof Command.Dispatch dispatch) {
            KnownAttempt known = preparing.attempt(dispatch);
            return known == null ? context -> release(context, dispatch) : again(known);
        } else if (command instanceof Command.Open open) {
            return Deed.answering(Event.Outcome.of(open.step(), 0, OutcomeStatus.RELEASED));
        } else if (command instanceof Command.Finish finish) {
            return refuse(finish, new Refusal(ErrorCode.EXPRESSION_FAILED, "the output took too long to evaluate"));
        }
        return prepare(preparing, command);
    }

    private void release(EntryContext context, Command.Dispatch dispatch) {
        StepPath path = StepPath.parse(dispatch.step());
        context.answer(
                dispatch,
                types.of(context.run(), path).attemptType(path),
                NewAttempt.Basis.NONE,
                Event.Outcome.of(dispatch.step(), dispatch.attempt(), OutcomeStatus.RELEASED));
    }

    /** What a command comes to that cannot be carried out: its step is told why, and the run goes on from there. */
    Deed refuse(Command command, Refusal refusal) {
        if (command instanceof Command.Dispatch dispatch) {
            return context -> {
                StepPath path = StepPath.parse(dispatch.step());
                String type = types.of(context.run(), path).attemptType(path);
                answers.failed(context, dispatch, type, refusal.code(), refusal.why());
            };
        } else if (command instanceof Command.Open open) {
            return Deed.answering(Event.Outcome.because(
                    open.step(),
                    0,
                    OutcomeStatus.FAILED,
                    refusal.code().wireName(),
                    false,
                    Texts.oneLine(refusal.why())));
        } else if (command instanceof Command.CloseApproval close) {
            // nobody decided in time, as far as can be told
            return Deed.answering(new Event.Decided(close.approvalId(), close.step(), Verdict.EXPIRED, false, null, 0));
        } else if (command instanceof Command.Reconcile reconcile) {
            return questions.withoutDetails(reconcile);
        } else if (command instanceof Command.Finish finish) {
            return closing.finishWithout(finish, refusal);
        }
        return Deed.nothing(); // a vote that cannot be taken is not taken
    }

    /** Whether a refusal is nobody's mistake but the gateway's: a person should look. */
    static boolean isOurs(Refusal refusal) {
        return refusal.code() == ErrorCode.INTERNAL;
    }
}
