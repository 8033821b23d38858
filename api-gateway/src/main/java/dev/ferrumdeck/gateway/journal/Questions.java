package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.approvals.ApprovalKind;
import dev.ferrumdeck.gateway.approvals.ApprovalRequest;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks people whether a call happened that had begun and did not come back. Thread-safe. */
@Component
class Questions {
    /** How long people have to say so: nothing depends on a hurry. */
    private static final Duration TIME = Duration.ofDays(7);

    private final Approvals approvals;
    private final JsonMapper json;

    Questions(Approvals approvals, JsonMapper json) {
        this.approvals = approvals;
        this.json = json;
    }

    /** Asks, and shows what the call was. */
    Deed whetherItHappened(Preparation preparing, Command.Reconcile command) {
        StepRow row = preparing.steps().find(command.step());
        String tool = row == null ? null : row.tool();
        Object input = row == null ? null : row.input();
        return asking(command, tool, input == null ? null : json.valueToTree(input));
    }

    /** Asks without showing anything: what was to be shown cannot be. */
    Deed withoutDetails(Command.Reconcile command) {
        return asking(command, null, null);
    }

    private Deed asking(Command.Reconcile command, @Nullable String tool, @Nullable JsonNode arguments) {
        return context -> {
            String id =
                    approvals.request(request(context.run(), command, why(context.entry(), command), tool, arguments));
            context.answer(Event.Outcome.needsApproval(command.step(), command.attempt(), id, TIME.toMillis()));
        };
    }

    /** What the worker said of the end, where it said something. */
    private static String why(Entry entry, Command.Reconcile command) {
        return entry.events().stream()
                .filter(Event.Outcome.class::isInstance)
                .map(Event.Outcome.class::cast)
                .filter(outcome -> command.step().equals(outcome.step()) && command.attempt() == outcome.attempt())
                .map(Event.Outcome::message)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("the worker had begun to act and did not come back");
    }

    private static ApprovalRequest request(
            PinnedRun run, Command.Reconcile command, String why, @Nullable String tool, @Nullable JsonNode arguments) {
        return new ApprovalRequest(
                new ApprovalRequest.Subject(
                        run.tenantId(), run.runId(), command.step(), command.attempt(), run.createdBy()),
                new ApprovalRequest.Question(
                        ApprovalKind.RECONCILE,
                        "did " + (tool == null ? command.step() : tool) + " happen?",
                        why,
                        tool,
                        null,
                        arguments,
                        null),
                new ApprovalRequest.Terms(1, ApprovalRequest.Terms.DEFAULT_ROLE, TIME, null, null));
    }
}
