package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.platform.web.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One entry of a journal as clients see it: no values, no commands.
 *
 * <p>{@code data} is {@code {run_id, n, at, type, status, waiting_for?, budget, steps: [{step, kind, state, attempt,
 * code?, note?}], approvals?: [{approval_id, step}], error?: {code, message?, step?}, hash}}.
 *
 * @param n number of the entry
 * @param type the most telling thing about it: {@code run.completed|failed|cancelled|budget_exceeded}, {@code
 *     approval.requested}, {@code budget.changed}, {@code run.started} or {@code step.changed}
 */
record Envelope(int n, String type, String data) {

    /** Whether the run is over with this entry. */
    boolean isFinal() {
        return type.startsWith("run.") && !type.equals("run.started");
    }

    static Envelope of(EventStore.JournalEntry entry) {
        JsonNode body = Json.mapper().readTree(entry.body());
        ObjectNode data = Json.mapper().createObjectNode();
        JsonNode view = body.path("view");
        ArrayNode approvals = approvals(body);
        Optional<JsonNode> finish = finish(body);
        String type = finish.map(it -> "run." + wire(it.path("status"))).orElseGet(() -> type(body, approvals));
        data.put("run_id", entry.runId()).put("n", entry.n()).put("type", type);
        data.set("at", body.path("at"));
        data.put("status", wire(view.path("status")));
        if (view.hasNonNull("waiting_for")) {
            data.set("waiting_for", view.get("waiting_for"));
        }
        data.set("budget", view.path("budget"));
        data.set("steps", steps(body));
        if (!approvals.isEmpty()) {
            data.set("approvals", approvals);
        }
        finish.filter(it -> it.hasNonNull("code")).ifPresent(it -> data.set("error", error(it)));
        return new Envelope(entry.n(), type, data.toString());
    }

    /** For a run that ended without an entry of its own: its workflow was terminated and the sweep copied the status. */
    static Envelope ended(String runId, EventStore.Head head) {
        String type = "run." + head.status();
        ObjectNode data = Json.mapper().createObjectNode();
        data.put("run_id", runId).put("n", head.entries()).put("type", type).put("status", head.status());
        return new Envelope(head.entries(), type, data.toString());
    }

    private static String type(JsonNode body, ArrayNode approvals) {
        if (!approvals.isEmpty()) {
            return "approval.requested";
        }
        String type = "step.changed";
        for (JsonNode event : body.path("events")) {
            switch (event.path("type").asString("")) {
                case "budget_changed" -> {
                    return "budget.changed";
                }
                case "started" -> type = "run.started";
                default -> {
                    // other events show in the steps that they change
                }
            }
        }
        return type;
    }

    /** What was asked of people in this entry: it was answered at once by an outcome that carries the approval's id. */
    private static ArrayNode approvals(JsonNode body) {
        ArrayNode approvals = Json.mapper().createArrayNode();
        for (JsonNode result : body.path("results")) {
            if (result.hasNonNull("approval_id")
                    && "needs_approval".equalsIgnoreCase(result.path("status").asString(""))) {
                approvals
                        .addObject()
                        .put("approval_id", result.get("approval_id").asString())
                        .put("step", result.path("step").asString(""));
            }
        }
        return approvals;
    }

    private static Optional<JsonNode> finish(JsonNode body) {
        for (JsonNode command : body.path("commands")) {
            if (command.path("type").asString("").equals("finish")) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    private static ArrayNode steps(JsonNode body) {
        ArrayNode steps = Json.mapper().createArrayNode();
        for (JsonNode change : body.path("changes")) {
            ObjectNode step = steps.addObject();
            step.set("step", change.path("step"));
            step.put("kind", wire(change.path("kind")));
            step.put("state", wire(change.path("state")));
            step.set("attempt", change.path("attempt"));
            copy(change, step, "code");
            copy(change, step, "note");
        }
        return steps;
    }

    private static ObjectNode error(JsonNode finish) {
        ObjectNode error = Json.mapper().createObjectNode();
        copy(finish, error, "code");
        copy(finish, error, "message");
        copy(finish, error, "step");
        return error;
    }

    private static void copy(JsonNode from, ObjectNode to, String field) {
        if (from.hasNonNull(field)) {
            to.set(field, from.get(field));
        }
    }

    /** The machine's enums are written in capitals; the API speaks lower case. */
    private static String wire(JsonNode name) {
        return name.asString("").toLowerCase(java.util.Locale.ROOT);
    }
}
