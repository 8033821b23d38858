package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.approvals.ApprovalKind;
import dev.ferrumdeck.gateway.approvals.ApprovalRequest;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Event;
import java.time.Duration;
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
            String id = approvals.request(request(context.run(), command, tool, arguments));
            context.answer(Event.Outcome.needsApproval(command.step(), command.attempt(), id, TIME.toMillis()));
        };
    }

    private static ApprovalRequest request(
            PinnedRun run, Command.Reconcile command, @Nullable String tool, @Nullable JsonNode arguments) {
        return new ApprovalRequest(
                new ApprovalRequest.Subject(
                        run.tenantId(), run.runId(), command.step(), command.attempt(), run.createdBy()),
                new ApprovalRequest.Question(
                        ApprovalKind.RECONCILE,
                        "did " + (tool == null ? command.step() : tool) + " happen?",
                        "the worker had begun to act and did not come back",
                        tool,
                        null,
                        arguments,
                        null),
                new ApprovalRequest.Terms(1, ApprovalRequest.Terms.DEFAULT_ROLE, TIME, null, null));
    }
}
