package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.cli.client.Json;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code budget}: of runs, of agents, and of the tenant. */
@Command(name = "budget", description = "What may be spent, and what was")
final class BudgetCommand extends Noun {
    private static final Column[] WIDER = {
        Column.at("SCOPE", "/scope"),
        Column.at("NAME", "/name"),
        Column.money("COST", "/spent/cost_micros"),
        Column.money("RESERVED", "/reserved/cost_micros"),
        Column.money("LIMIT", "/limits/cost_micros"),
        Column.at("TOKENS", "/spent/tokens"),
        Column.at("LIMIT", "/limits/tokens"),
        Column.at("CALLS", "/spent/tool_calls"),
        Column.at("LIMIT", "/limits/tool_calls")
    };

    @Command(
            name = "show",
            description = "The budget of a run with the wider ones it draws from; without a run all wider ones")
    int show(@Parameters(paramLabel = "RUN", arity = "0..1") @Nullable String run) {
        if (run == null) {
            whole("/v1/budgets", WIDER);
            return ExitCode.OK;
        }
        JsonNode budget = client().get("/v1/runs/" + segment(run) + "/budget");
        output().one(
                        budget,
                        Column.at("run", "/run_id"),
                        Column.money("cost", "/run/spent/cost_micros"),
                        Column.money("cost reserved", "/run/reserved/cost_micros"),
                        Column.money("cost limit", "/run/limits/cost_micros"),
                        Column.at("tokens", "/run/spent/tokens"),
                        Column.at("tokens limit", "/run/limits/tokens"),
                        Column.at("tool calls", "/run/spent/tool_calls"),
                        Column.at("tool calls limit", "/run/limits/tool_calls"),
                        Column.at("work ms", "/run/work_ms"),
                        Column.at("seconds limit", "/run/limits/seconds"),
                        Column.at("overruns", "/run/overruns"));
        List<JsonNode> wider = budget.path("wider").valueStream().toList();
        if (main().format() == Format.TABLE && !wider.isEmpty()) {
            output().list(wider, WIDER);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "set",
            description = "Set the limits of an agent or, without --agent, of the tenant; kinds left out have none")
    int set(
            @Option(names = "--agent", paramLabel = "NAME") @Nullable String agent,
            @Option(names = "--usd") @Nullable BigDecimal usd,
            @Option(names = "--tokens") @Nullable Long tokens,
            @Option(names = "--tool-calls") @Nullable Long toolCalls) {
        ObjectNode body = Json.object();
        body.set("limits", RunStartCommand.limits(usd, tokens, toolCalls, null));
        JsonNode budget = client().put(Applier.budgetPath(agent), body);
        output().list(List.of(budget), WIDER);
        return ExitCode.OK;
    }

    @Command(name = "raise", description = "Raise limits of a run that is under way")
    int raise(
            @Parameters(paramLabel = "RUN") String run,
            @Option(names = "--usd") @Nullable BigDecimal usd,
            @Option(names = "--tokens") @Nullable Long tokens,
            @Option(names = "--tool-calls") @Nullable Long toolCalls,
            @Option(names = "--seconds") @Nullable Long seconds,
            @Option(names = "--reason") @Nullable String reason) {
        ObjectNode limits = RunStartCommand.limits(usd, tokens, toolCalls, seconds);
        if (limits.isEmpty()) {
            throw UserError.usage("name at least one new limit: --usd, --tokens, --tool-calls, --seconds");
        }
        ObjectNode body = Json.object();
        body.set("limits", limits);
        if (reason != null) {
            body.put("reason", reason);
        }
        String path = "/v1/runs/" + FerrumdeckClient.segment(run) + "/signals/raise_budget";
        output().one(client().post(path, body), Column.at("run", "/run_id"), Column.at("signal", "/signal"));
        return ExitCode.OK;
    }
}
