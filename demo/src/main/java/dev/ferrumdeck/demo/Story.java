package dev.ferrumdeck.demo;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.cli.client.RunEvent;
import dev.ferrumdeck.cli.client.RunEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A run as it is told on the terminal, event by event. */
final class Story {
    private final FerrumdeckClient client;
    private final Terminal terminal;
    private final String run;
    private final Set<String> told = new HashSet<>();
    private int lines;

    private Story(FerrumdeckClient client, Terminal terminal, String run) {
        this.client = client;
        this.terminal = terminal;
        this.run = run;
    }

    /** Starts a run and says where it can be seen. */
    static Story start(Stage stage, ObjectNode request) {
        JsonNode run = stage.client().startRun(request);
        String id = run.path("id").asString("");
        stage.terminal()
                .line(
                        "%s  started, budget %s   %s",
                        id,
                        dollars(run.at("/budget/limits/cost_micros")),
                        run.at("/links/temporal").asString(stage.stack().gateway() + "/v1/runs/" + id));
        return new Story(stage.client(), stage.terminal(), id);
    }

    String run() {
        return run;
    }

    /**
     * Tells the run to its end.
     *
     * @param asked is given each question to people
     * @return the run as it ended
     */
    JsonNode tell(Consumer<JsonNode> asked) {
        try (RunEvents events = client.events(run, 0)) {
            while (events.hasNext()) {
                tell(events.next(), asked);
            }
        }
        JsonNode over = client.run(run);
        Duration took = Duration.between(
                Instant.parse(over.path("created_at").asString("")),
                Instant.parse(over.path("ended_at").asString("")));
        terminal.line(
                "%s in %.1f s   cost %s of %s   %s",
                over.path("status").asString(""),
                took.toMillis() / 1000.0,
                dollars(over.at("/budget/spent/cost_micros")),
                dollars(over.at("/budget/limits/cost_micros")),
                counts());
        return over;
    }

    private void tell(RunEvent event, Consumer<JsonNode> asked) {
        for (JsonNode step : event.data().path("steps")) {
            tell(step);
        }
        for (JsonNode approval : event.data().path("approvals")) {
            JsonNode question =
                    client.get("/v1/approvals/" + approval.path("approval_id").asString(""));
            number(
                    question.path("tool").asString(question.path("title").asString("")),
                    terminal.yellow("NEEDS APPROVAL") + "  rule "
                            + question.path("rule").asString("-") + ": "
                            + question.path("reason").asString(""));
            terminal.line("       " + question.path("arguments"));
            if (question.path("status").asString("").equals("pending")) {
                asked.accept(question);
            }
        }
    }

    private void tell(JsonNode step) {
        String path = step.path("step").asString("");
        String state = step.path("state").asString("");
        if (!told.add(path + " " + state + " " + step.path("attempt").asInt(0))) {
            return;
        }
        String kind = step.path("kind").asString("");
        switch (state) {
            case "completed" -> completed(path, kind);
            case "denied" -> number(name(path), terminal.red("DENIED") + "  " + denial(step, path));
            case "failed" ->
                number(
                        name(path),
                        terminal.red("FAILED") + "  " + step.path("code").asString(""));
            case "skipped" -> number(path, "skipped   its condition does not hold");
            case "running" -> {
                if (step.path("attempt").asInt(0) > 1 && told.add(path + " again " + step.path("attempt"))) {
                    again(path, step.path("attempt").asInt(0));
                }
            }
            default -> {
                // waiting: the question is told of by its approval
            }
        }
    }

    private void completed(String path, String kind) {
        switch (kind) {
            case "llm" -> {
                JsonNode attempt = attempt(path);
                number(
                        name(path),
                        "answered  %.1f s  %s"
                                .formatted(seconds(attempt), dollars(attempt.at("/outcome/spent/cost_micros"))));
            }
            case "tool" -> {
                JsonNode attempt = attempt(path);
                number(
                        name(path),
                        terminal.green("done") + "  " + permission(path)
                                + "  %.1f s".formatted(seconds(attempt))
                                + "  " + attempt.path("worker_id").asString(""));
            }
            case "map" -> number(path, terminal.green("done") + "  all items");
            default -> {
                // agent: the end of the run
            }
        }
    }

    private void again(String path, int attempt) {
        JsonNode before = attempts(path).stream()
                .filter(it -> it.path("attempt").asInt(0) == attempt - 1)
                .findFirst()
                .orElse(client.run(run));
        String end = before.path("state").asString("").toLowerCase(java.util.Locale.ROOT);
        if (!end.equals("needs_approval") && !end.equals("needs_budget")) {
            number(name(path), "attempt %d: the one before ended as %s".formatted(attempt, end));
        }
    }

    private void number(String what, String how) {
        lines++;
        terminal.line("  %d %-18s %s", lines, what, how);
    }

    /** The attempts of a step, newest first. */
    List<JsonNode> attempts(String path) {
        return client.list("/v1/runs/" + run + "/attempts", Map.of("step", path), 100);
    }

    private JsonNode attempt(String path) {
        List<JsonNode> attempts = attempts(path);
        return attempts.isEmpty() ? client.run(run) : attempts.get(0);
    }

    private JsonNode decision(String path) {
        return client.list("/v1/runs/" + run + "/decisions", Map.of(), 1_000).stream()
                .filter(it -> it.path("step").asString("").equals(path))
                .findFirst()
                .orElse(client.run(run));
    }

    /** The tool of a step; the path of a step that has none. */
    private String name(String path) {
        return client.get(
                        "/v1/runs/" + run + "/steps/" + path.replace("[", "%5B").replace("]", "%5D"))
                .path("tool")
                .asString(path);
    }

    private String denial(JsonNode step, String path) {
        String by = step.path("code").asString("").equals("approval-denied")
                ? "by a person"
                : "rule " + decision(path).path("rule").asString("-");
        return by + "   the agent is told why and goes on";
    }

    private String permission(String path) {
        JsonNode decision = decision(path);
        String rule = decision.path("rule").asString("-");
        return decision.path("effect").asString("").equals("require_approval")
                ? "approved, as rule " + rule + " wants"
                : "allowed by " + rule;
    }

    /** What became of the tool calls: each counts once, however often it was decided on. */
    private String counts() {
        Map<String, String> effects = new LinkedHashMap<>();
        client.list("/v1/runs/" + run + "/decisions", Map.of(), 10_000).stream()
                .filter(it -> !it.path("tool").asString("").startsWith("model:"))
                .forEach(it -> effects.putIfAbsent(
                        it.path("step").asString(""), it.path("effect").asString("")));
        List<JsonNode> approvals = client.list("/v1/approvals", Map.of("run", run), 1_000);
        long edited =
                approvals.stream().filter(it -> it.has("edited_arguments")).count();
        return "%d allowed, %d denied, %d sent to people (%d edited)"
                .formatted(
                        Collections.frequency(effects.values(), "allow"),
                        Collections.frequency(effects.values(), "deny"),
                        approvals.size(),
                        edited);
    }

    private static double seconds(JsonNode attempt) {
        if (!attempt.hasNonNull("claimed_at") || !attempt.hasNonNull("ended_at")) {
            return 0;
        }
        Instant from = Instant.parse(attempt.path("claimed_at").asString(""));
        return Duration.between(from, Instant.parse(attempt.path("ended_at").asString("")))
                        .toMillis()
                / 1000.0;
    }

    static String dollars(JsonNode micros) {
        return micros.isNumber() ? "$%.4f".formatted(micros.asLong(0) / 1_000_000.0) : "no limit";
    }
}
