package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.approvals.Approval;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.StepChange;
import dev.ferrumdeck.workflows.machine.StepKind;
import dev.ferrumdeck.workflows.machine.StepPath;
import dev.ferrumdeck.workflows.machine.StepState;
import dev.ferrumdeck.workflows.machine.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Outputs that no worker reports: those of agents, maps, approval steps, and of calls that people decided on. */
@Component
class Outputs {
    private final Approvals approvals;
    private final Prompts prompts;

    Outputs(Approvals approvals, Prompts prompts) {
        this.approvals = approvals;
        this.prompts = prompts;
    }

    /** Sets the outputs of what this entry ends, before commands of the same entry use them. */
    void set(EntryContext context) {
        for (Event event : context.entry().events()) {
            if (event instanceof Event.Decided decided) {
                decided(context, decided);
            }
        }
        List<StepChange> ended = context.entry().changes().stream()
                .filter(change -> change.state() == StepState.COMPLETED)
                .toList();
        ended.stream().filter(change -> change.kind() == StepKind.AGENT).forEach(change -> ofAgent(context, change));
        ended.stream()
                .filter(change -> change.kind() == StepKind.APPROVAL)
                .forEach(change -> ofApproval(context, change));
        ended.stream().filter(change -> change.kind() == StepKind.MAP).forEach(change -> ofMap(context, change));
    }

    private void ofAgent(EntryContext context, StepChange change) {
        context.entry().events().stream()
                .filter(Event.Outcome.class::isInstance)
                .map(Event.Outcome.class::cast)
                .filter(outcome -> outcome.status() == OutcomeStatus.COMPLETED)
                .map(outcome -> StepPath.parse(outcome.step()))
                .filter(path ->
                        path.isOfLoop() && path.toolCall() < 0 && change.step().equals(String.valueOf(path.parent())))
                .max(Comparator.comparingInt(StepPath::modelCall))
                .map(path -> context.steps().find(path.toString()))
                .ifPresent(row -> {
                    String text = row.outputText();
                    context.steps().setOutput(change.step(), Map.of("text", text == null ? "" : text));
                });
    }

    @SuppressWarnings("NullAway") // plain JSON has nulls
    private void ofMap(EntryContext context, StepChange change) {
        StepRow map = context.steps().find(change.step());
        int size = map == null ? 0 : Scopes.items(map).size();
        StepPath path = StepPath.parse(change.step());
        List<String> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(path.item(i).toString());
        }
        context.steps().load(items);
        List<Object> outputs = new ArrayList<>();
        for (String item : items) {
            StepRow row = context.steps().find(item);
            outputs.add(row == null || row.state() != StepState.COMPLETED ? null : row.output());
        }
        context.steps().setOutput(change.step(), outputs);
    }

    @SuppressWarnings("NullAway") // plain JSON has nulls
    private void ofApproval(EntryContext context, StepChange change) {
        approvalOf(context, change.step()).flatMap(approvals::find).ifPresent(approval -> {
            Approval.Resolution resolution = approval.resolution();
            Map<String, Object> output = new HashMap<>();
            output.put("decision", approval.status().wireName());
            output.put("by", resolution == null ? null : resolution.by());
            output.put("note", resolution == null ? null : resolution.note());
            output.put("arguments", prompts.plain(approval.effectiveArguments()));
            context.steps().setOutput(change.step(), output);
        });
    }

    /** The approval that an approval step ended with: the decision may have come before the question was answered. */
    private static Optional<String> approvalOf(EntryContext context, String step) {
        for (Event event : context.entry().events()) {
            if (event instanceof Event.Decided decided && decided.step().equals(step)) {
                return Optional.of(decided.approvalId());
            }
            if (event instanceof Event.Outcome outcome && outcome.step().equals(step) && outcome.approvalId() != null) {
                return Optional.of(outcome.approvalId());
            }
        }
        return Optional.empty();
    }

    /** What people decided of a call: its result when it happened, or what the model is told of the refusal. */
    private void decided(EntryContext context, Event.Decided decided) {
        boolean ofLoop = StepPath.parse(decided.step()).toolCall() >= 0;
        boolean goesOn = decided.verdict() == Verdict.APPROVED || decided.verdict() == Verdict.RETRY;
        boolean endsIt = context.entry().changes().stream()
                .anyMatch(change ->
                        change.step().equals(decided.step()) && change.state().isTerminal());
        if (goesOn || !endsIt) {
            return;
        }
        Approval.Resolution resolution =
                approvals.find(decided.approvalId()).map(Approval::resolution).orElse(null);
        if (decided.verdict() == Verdict.HAPPENED) {
            context.steps().setOutput(decided.step(), toolOutput(resolution));
        } else if (ofLoop) {
            context.steps().setOutput(decided.step(), Map.of("text", refusal(decided, resolution)));
        }
        if (ofLoop) {
            context.steps().setContextTokens(decided.step(), decided.contextTokens());
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
