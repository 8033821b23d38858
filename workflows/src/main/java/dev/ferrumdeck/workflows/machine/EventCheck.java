package dev.ferrumdeck.workflows.machine;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an event can have happened at all. Events come over the wire, where a field may be missing, negative or absurd:
 * such an event is ignored and the journal says so, for an exception here would stop the run for good.
 */
final class EventCheck {
    private EventCheck() {}

    /** What is wrong with the event, for people; empty when nothing is. */
    static Optional<String> fault(@Nullable Event event) {
        String wrong;
        if (event == null) {
            wrong = "it is empty";
        } else if (event instanceof Event.Outcome outcome) {
            wrong = outcome(outcome);
        } else if (event instanceof Event.Opened opened) {
            wrong = first(
                    path(opened.step()),
                    negative(opened.promptTokens(), "prompt_tokens"),
                    negative(opened.items(), "items"));
        } else if (event instanceof Event.Decided decided) {
            wrong = first(
                    path(decided.step()),
                    missing(decided.approvalId(), "approval_id"),
                    missing(decided.verdict(), "verdict"),
                    negative(decided.contextTokens(), "context_tokens"));
        } else if (event instanceof Event.BudgetChanged change) {
            wrong = first(missing(change.id(), "id"), limits(change.limits()));
        } else if (event instanceof Event.Voted voted) {
            wrong = first(missing(voted.id(), "id"), missing(voted.body(), "body"));
        } else {
            wrong = named(event);
        }
        String what = event == null ? "event" : event.getClass().getSimpleName();
        return wrong == null ? Optional.empty() : Optional.of("an event of type " + what + " was ignored: " + wrong);
    }

    private static @Nullable String named(Event event) {
        if (event instanceof Event.TimerFired fired) {
            return missing(fired.timer(), "timer");
        } else if (event instanceof Event.CancelRequested cancel) {
            return missing(cancel.id(), "id");
        } else if (event instanceof Event.PauseRequested pause) {
            return missing(pause.id(), "id");
        } else if (event instanceof Event.ResumeRequested resume) {
            return missing(resume.id(), "id");
        } else if (event instanceof Event.Lost lost) {
            return first(missing(lost.code(), "code"), missing(lost.message(), "message"));
        }
        return null;
    }

    private static @Nullable String outcome(Event.Outcome outcome) {
        String asked =
                outcome.status() == OutcomeStatus.NEEDS_APPROVAL ? missing(outcome.approvalId(), "approval_id") : null;
        return first(
                path(outcome.step()),
                negative(outcome.attempt(), "attempt"),
                missing(outcome.status(), "status"),
                asked,
                negative(outcome.contextTokens(), "context_tokens"),
                negative(outcome.approvalMillis(), "approval_ms"),
                outcome.spent().isNegative() ? "spent is negative" : null,
                outcome.quote() != null && outcome.quote().isNegative() ? "quote is negative" : null,
                calls(outcome.calls()));
    }

    private static @Nullable String calls(List<ProposedCall> calls) {
        boolean whole = calls.stream().allMatch(call -> call.tool() != null && call.argsSha256() != null);
        return whole ? null : "a call has no tool or no digest";
    }

    private static @Nullable String limits(@Nullable Limits limits) {
        if (limits == null) {
            return "limits is missing";
        }
        return limits.isNegative() ? "a limit is negative" : null;
    }

    private static @Nullable String path(@Nullable String step) {
        return StepPath.find(step).isPresent() ? null : "step is no path of a step";
    }

    private static @Nullable String negative(long number, String field) {
        return number < 0 ? field + " is negative" : null;
    }

    private static @Nullable String missing(@Nullable Object value, String field) {
        return value == null ? field + " is missing" : null;
    }

    private static @Nullable String first(@Nullable String... faults) {
        for (String fault : faults) {
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }
}
