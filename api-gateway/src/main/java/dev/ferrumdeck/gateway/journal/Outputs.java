package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.approvals.Approval;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.StepChange;
import dev.ferrumdeck.workflows.machine.StepKind;
import dev.ferrumdeck.workflows.machine.StepPath;
import dev.ferrumdeck.workflows.machine.StepState;
import dev.ferrumdeck.workflows.machine.Verdict;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Outputs that no worker reports: those of agents, maps, approval steps, and of calls that people decided on. */
@Component
class Outputs {
    private final StepTypes types;
    private final Approvals approvals;
    private final Values values;
    private final Prompts prompts;

    Outputs(StepTypes types, Approvals approvals, Values values, Prompts prompts) {
        this.types = types;
        this.approvals = approvals;
        this.values = values;
        this.prompts = prompts;
    }

    /** Sets the outputs of what this entry ends, before commands of the same entry use them. */
    void set(Preparation preparing) {
        for (Event event : preparing.entry().events()) {
            if (event instanceof Event.Decided decided) {
                guarded(preparing, decided.step(), () -> decided(preparing, decided));
            }
        }
        preparing.entry().changes().stream()
                .filter(change -> change.state() == StepState.COMPLETED)
                .filter(change -> !StepPath.parse(change.step()).isOfLoop())
                .sorted(Comparator.comparing(change -> change.kind() == StepKind.MAP))
                .forEach(change -> guarded(preparing, change.step(), () -> completed(preparing, change)));
    }

    private void completed(Preparation preparing, StepChange change) {
        types.of(preparing.run(), StepPath.parse(change.step()))
                .output(preparing, change)
                .ifPresent(output -> preparing.steps().setOutput(change.step(), values.keep(preparing.run(), output)));
    }

    /** An output that cannot be made is no reason to hold a run for ever: it says why it is not there. */
    @SuppressWarnings("CatchingUnchecked")
    private void guarded(Preparation preparing, String step, Runnable setting) {
        try {
            setting.run();
        } catch (Throwable failure) {
            if (Trouble.of(failure) != Trouble.OWN) {
                throw failure;
            }
            Refusal refusal = Refusal.of(failure, preparing.run().runId(), "the output of " + step);
            preparing.steps().setOutput(step, values.inline(refusal.asOutput()));
        }
    }

    /** What people decided of a call: its result when it happened, or what the model is told of the refusal. */
    private void decided(Preparation preparing, Event.Decided decided) {
        boolean ofLoop = StepPath.parse(decided.step()).toolCall() >= 0;
        boolean goesOn = decided.verdict() == Verdict.APPROVED || decided.verdict() == Verdict.RETRY;
        boolean endsIt = preparing.entry().changes().stream()
                .anyMatch(change ->
                        change.step().equals(decided.step()) && change.state().isTerminal());
        if (goesOn || !endsIt) {
            return;
        }
        Approval.Resolution resolution =
                approvals.find(decided.approvalId()).map(Approval::resolution).orElse(null);
        if (decided.verdict() == Verdict.HAPPENED) {
            preparing.steps().setOutput(decided.step(), values.keep(preparing.run(), toolOutput(resolution)));
        } else if (ofLoop) {
            preparing.steps().setText(decided.step(), refusal(decided, resolution));
        }
        if (ofLoop) {
            preparing.steps().setContextTokens(decided.step(), decided.contextTokens());
        }
    }

    @SuppressWarnings("NullAway") // plain JSON has nulls
    private Object toolOutput(Approval.@Nullable Resolution resolution) {
        Object result = resolution == null ? null : prompts.plain(resolution.result());
        if (result instanceof Map<?, ?> map && map.get("text") instanceof String) {
            return map;
        }
        Map<String, Object> output = new HashMap<>();
        output.put("text", prompts.text(result));
        output.put("structured", result);
        return output;
    }

    private static String refusal(Event.Decided decided, Approval.@Nullable Resolution resolution) {
        String note = resolution == null || resolution.note() == null ? "" : ": " + resolution.note();
        return switch (decided.verdict()) {
            case DENIED -> "a person denied this call" + note;
            case EXPIRED -> "nobody approved this call in time, so it was not made";
            default -> "this call did not come back and counts as failed" + note;
        };
    }
}
