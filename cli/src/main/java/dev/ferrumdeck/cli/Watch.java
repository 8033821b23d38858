package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.cli.client.RunEvent;
import dev.ferrumdeck.cli.client.RunEvents;
import dev.ferrumdeck.cli.client.ServerUnreachable;
import dev.ferrumdeck.contracts.Visible;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Follows a run to its end, or to a question that nobody is to wait for. A server that is away is waited for. */
final class Watch {
    private final FerrumdeckClient client;
    private final Consumer<String> say;
    private final boolean stopAtApproval;

    /** @param say hears what happens to the watch itself */
    Watch(FerrumdeckClient client, Consumer<String> say, boolean stopAtApproval) {
        this.client = client.patient();
        this.say = say;
        this.stopAtApproval = stopAtApproval;
    }

    /** The run as it is now, and how the command ends. */
    record End(JsonNode run, int exitCode) {}

    /** @param seen is given each event after the one with the number {@code after} */
    End until(String run, int after, Consumer<RunEvent> seen) {
        Runnable lost = () -> say.accept("  the server does not answer; the run goes on, and this waits for it");
        try (RunEvents events = client.events(run, after, lost)) {
            while (events.hasNext()) {
                RunEvent event = events.next();
                seen.accept(event);
                if (stopAtApproval && event.type().equals("approval.requested")) {
                    return new End(client.run(run), ExitCode.WAITING_FOR_APPROVAL);
                }
            }
            JsonNode over = client.run(run);
            return new End(over, ExitCode.ofRun(over));
        } catch (ServerUnreachable e) {
            say.accept("the server is gone; the run may go on: ferrumdeck run get " + run);
            throw e;
        }
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
            line.accept(Visible.line(text.toString()));
        }
        for (JsonNode approval : data.path("approvals")) {
            String id = approval.path("approval_id").asString("");
            line.accept(Visible.line(
                    "  " + approval.path("step").asString("") + "  needs approval: ferrumdeck approval show " + id));
        }
    }

    /** How a run ended, with the cause and what to do, in one or two lines. */
    static void end(JsonNode run, Consumer<String> line) {
        line.accept(Visible.line(
                run.path("status").asString("") + "  " + Column.money(run.at("/budget/spent/cost_micros"))));
        JsonNode error = run.path("error");
        if (error.isObject()) {
            String step = error.path("step").asString("");
            line.accept(Visible.line("  " + error.path("code").asString("") + ": "
                    + error.path("message").asString("") + (step.isEmpty() ? "" : "  (step " + step + ")")));
            if (error.hasNonNull("remedy")) {
                line.accept(Visible.line("  remedy: " + error.path("remedy").asString("")));
            }
        }
    }
}
