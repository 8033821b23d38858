package dev.ferrumdeck.demo;

import dev.ferrumdeck.cli.client.ApiProblem;
import dev.ferrumdeck.cli.client.Json;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers the questions of a run: by a person at the terminal, or by itself with half of the amount. */
final class Answering {
    private final Stage stage;

    Answering(Stage stage) {
        this.stage = stage;
    }

    void answer(JsonNode question) {
        if (stage.yes()) {
            ObjectNode half = ((ObjectNode) question.path("arguments")).deepCopy();
            half.put("amount", 120.0);
            stage.terminal()
                    .line("  [a]pprove  [e]dit  [d]eny > e   amount %s -> 120.00", question.at("/arguments/amount"));
            decide(question, edit(half));
            return;
        }
        while (isOpen(question)) {
            Optional<String> word = stage.terminal()
                    .ask(
                            "  [a]pprove  [e]dit  [d]eny  (or " + stage.stack().launcher() + " approval ...) > ",
                            () -> !isOpen(question));
            if (word.isEmpty()) {
                elsewhere(question);
            } else if (take(question, word.get())) {
                return;
            }
        }
        JsonNode now = stage.client().get("/v1/approvals/" + question.path("id").asString(""));
        stage.terminal()
                .line(
                        "       %s by %s",
                        now.path("status").asString(""),
                        now.path("decided_by_name").asString("-"));
    }

    /** @return whether the question is answered with it */
    private boolean take(JsonNode question, String word) {
        return switch (word.isEmpty() ? "" : word.substring(0, 1).toLowerCase(java.util.Locale.ROOT)) {
            case "a" -> decide(question, Json.object().put("decision", "approve"));
            case "d" -> decide(question, Json.object().put("decision", "deny"));
            case "e" -> change(question);
            default -> false;
        };
    }

    private boolean change(JsonNode question) {
        ObjectNode arguments = ((ObjectNode) question.path("arguments")).deepCopy();
        String amount = stage.terminal()
                .ask("       amount " + arguments.path("amount") + " -> ", () -> !isOpen(question))
                .orElse("");
        try {
            arguments.set("amount", Json.tree(amount));
        } catch (JacksonException e) {
            stage.terminal().line("       that is no number");
            return false;
        }
        return decide(question, edit(arguments));
    }

    private static ObjectNode edit(ObjectNode arguments) {
        ObjectNode vote = Json.object().put("decision", "edit").put("reason", "half of it");
        vote.set("arguments", arguments);
        return vote;
    }

    private boolean decide(JsonNode question, ObjectNode vote) {
        try {
            JsonNode after = stage.client().decide(question.path("id").asString(""), vote);
            if (vote.path("decision").asString("").equals("edit")) {
                stage.terminal()
                        .line(
                                "       edited arguments re-checked by the policy: %s",
                                after.path("status").asString(""));
            }
            return true;
        } catch (ApiProblem e) {
            stage.terminal().line("       %s: %s", e.code(), e.detail());
            if (stage.yes()) {
                throw e;
            }
            return false;
        }
    }

    private void elsewhere(JsonNode question) {
        if (isOpen(question)) {
            stage.terminal()
                    .line(
                            "       nobody is here; waiting for: %s approval approve %s",
                            stage.stack().launcher(), question.path("id").asString(""));
            Waiting.until(java.time.Duration.ofMinutes(15), () -> !isOpen(question));
        }
    }

    private boolean isOpen(JsonNode question) {
        return stage.client()
                .get("/v1/approvals/" + question.path("id").asString(""))
                .path("status")
                .asString("")
                .equals("pending");
    }
}
