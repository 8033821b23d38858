package dev.ferrumdeck.demo;

import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.demo.tools.WitnessLog.What;
import tools.jackson.databind.JsonNode;

/** An agent that never ends: it is stopped before it can spend more than it may. */
final class BudgetStopPlay {
    private BudgetStopPlay() {}

    static void play(Stage stage) {
        int from = stage.witness().lines().size();
        var request = Json.object().put("agent", "runaway");
        request.putObject("input").put("message", "Tell me when the state of order 4711 changes.");
        Story story = Story.start(stage, request);
        JsonNode run = story.tell(question -> {
            throw new DemoFailed("nobody should be asked here");
        });
        Proof proof = new Proof(stage, run, from);
        stage.terminal().line("Claims:");
        proof.status("budget_exceeded");
        int calls = proof.witnessed("orders.lookup", What.CALL).size();
        stage.checks().claim("it went round more than twice", calls > 2, calls + " calls");
        stage.checks()
                .equal(
                        "every tool call was paid for",
                        (long) calls,
                        run.at("/budget/spent/tool_calls").asLong(0));
        proof.budget();
        proof.records();
        proof.links();
    }
}
