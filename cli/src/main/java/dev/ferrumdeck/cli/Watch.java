package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.cli.client.RunEvent;
import dev.ferrumdeck.cli.client.RunEvents;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Follows a run to its end, or to a question that nobody is to wait for. */
final class Watch {
    private final FerrumdeckClient client;
    private final Consumer<String> say;
    private final boolean stopAtApproval;

    Watch(FerrumdeckClient client, Consumer<String> say, boolean stopAtApproval) {
        this.client = client;
        this.say = say;
        this.stopAtApproval = stopAtApproval;
    }

    /** The run as it is now, and how the command ends. */
    record End(JsonNode run, int exitCode) {}

    End until(String run) {
        try (RunEvents events = client.events(run, 0)) {
            while (events.hasNext()) {
                RunEvent event = events.next();
                lines(event, say);
                if (stopAtApproval && event.type().equals("approval.requested")) {
                    return new End(client.run(run), ExitCode.WAITING_FOR_APPROVAL);
                }
            }
        }
        JsonNode over = client.run(run);
        return new End(over, ExitCode.ofRun(over));
    }

    /** What people want to read of an event. */
    static void lines(RunEvent event, Consumer<String> line) {
        JsonNode data = event.data();
        for (JsonNode step : data.path("steps")) {
            StringBuilder text = new StringBuilder("  ");
            text.append(step.path("step").asString("")).append("  ");
            text.append(step.path("state").asString(""));
            if (step.path("attempt").asInt(0) > 1) {
                text.append("  attempt ").append(step.path("attempt").asInt());
            }
            for (String field : new String[] {"code", "note"}) {
                if (step.hasNonNull(field)) {
                    text.append("  ").append(step.path(field).asString());
                }
            }
            line.accept(text.toString());
        }
        for (JsonNode approval : data.path("approvals")) {
            String id = approval.path("approval_id").asString("");
            line.accept("  " + approval.path("step").asString("") + "  needs approval: ferrumdeck approval show " + id);
        }
        if (event.isFinal()) {
            line.accept(data.path("status").asString("") + "  " + Column.money(data.at("/budget/spent/cost_micros")));
        }
    }
}
