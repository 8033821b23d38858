package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.cli.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code run}: look at runs and steer them; starting, watching and replaying have classes of their own. */
@Command(
        name = "run",
        description = "Start, watch and steer runs",
        subcommands = {RunStartCommand.class, RunWatchCommand.class, RunReplayCommand.class})
final class RunCommand extends Noun {
    private static final Column[] ROW = {
        Column.at("RUN", "/id"),
        Column.at("NAME", "/name"),
        Column.at("VERSION", "/version"),
        Column.at("STATUS", "/status"),
        Column.brief("WAITING FOR", "/waiting_for"),
        Column.money("COST", "/budget/spent/cost_micros"),
        Column.time("CREATED", "/created_at")
    };
    private static final Column[] DETAIL = {
        Column.at("run", "/id"),
        Column.at("kind", "/kind"),
        Column.at("name", "/name"),
        Column.at("version", "/version"),
        Column.at("policy", "/policy"),
        Column.at("status", "/status"),
        Column.at("waiting for", "/waiting_for"),
        Column.at("error", "/error/code"),
        Column.at("message", "/error/message"),
        Column.at("step", "/error/step"),
        Column.at("remedy", "/error/remedy"),
        Column.money("cost", "/budget/spent/cost_micros"),
        Column.money("cost limit", "/budget/limits/cost_micros"),
        Column.at("tokens", "/budget/spent/tokens"),
        Column.at("tool calls", "/budget/spent/tool_calls"),
        Column.at("entries", "/entries"),
        Column.time("created", "/created_at"),
        Column.time("ended", "/ended_at"),
        Column.at("output", "/output"),
        Column.at("temporal", "/links/temporal")
    };

    @Command(name = "list", description = "Runs, newest first")
    int list(
            @Option(names = "--status", description = "one or more, with commas") @Nullable String status,
            @Option(names = "--agent", description = "of this agent") @Nullable String agent,
            @Option(names = "--workflow", description = "of this workflow") @Nullable String workflow,
            @Option(
                            names = "--since",
                            paramLabel = "TIME",
                            description = "started since then: 90s, 30m, 2h, 7d ago, or 2026-11-01T00:00:00Z")
                    @Nullable
                    String since,
            @Option(names = "--label", paramLabel = "NAME=TEXT", description = "with this label") @Nullable
                    String label,
            @Option(names = "--limit", defaultValue = "50", description = "how many (default: ${DEFAULT-VALUE})")
                    int limit) {
        Map<String, Object> query = new LinkedHashMap<>();
        put(query, "status", status);
        put(query, "agent", agent);
        put(query, "workflow", workflow);
        put(query, "since", since == null ? null : Since.time(since, Instant.now()));
        put(query, "label", label);
        list("/v1/runs", query, limit, ROW);
        return ExitCode.OK;
    }

    @Command(name = "get", description = "One run")
    int get(
            @Parameters(paramLabel = "RUN") String run,
            @Option(names = "--wait", arity = "0..1", fallbackValue = "600", description = "until it is over, seconds")
                    @Nullable
                    Long wait) {
        FerrumdeckClient client = client();
        JsonNode found =
                wait == null ? client.run(run) : client.patient().awaitOver(run, java.time.Duration.ofSeconds(wait));
        show(output(), found);
        return wait == null ? ExitCode.OK : ExitCode.ofRun(found);
    }

    @Command(
            name = "steps",
            description = "The steps of a run, oldest first; with a step's path that step with its values")
    int steps(
            @Parameters(paramLabel = "RUN") String run,
            @Parameters(paramLabel = "STEP", arity = "0..1") @Nullable String step) {
        String path = "/v1/runs/" + segment(run) + "/steps";
        if (step == null) {
            list(
                    path,
                    Map.of(),
                    10_000,
                    Column.at("STEP", "/step"),
                    Column.at("KIND", "/kind"),
                    Column.at("STATE", "/state"),
                    Column.at("ATTEMPT", "/attempt"),
                    Column.at("TOOL", "/tool"),
                    Column.at("CODE", "/code"),
                    Column.brief("NOTE", "/note"));
            return ExitCode.OK;
        }
        String escaped = segment(step).replace("%2F", "/");
        output().one(
                        client().get(path + "/" + escaped),
                        Column.at("step", "/step"),
                        Column.at("id", "/id"),
                        Column.at("kind", "/kind"),
                        Column.at("state", "/state"),
                        Column.at("attempt", "/attempt"),
                        Column.at("tool", "/tool"),
                        Column.at("code", "/code"),
                        Column.at("note", "/note"),
                        Column.at("input", "/input"),
                        Column.at("output", "/output"));
        return ExitCode.OK;
    }

    @Command(
            name = "journal",
            description = "Everything that the run machine was told and wanted; -o json can be replayed")
    int journal(
            @Parameters(paramLabel = "RUN") String run,
            @Option(names = "--save", paramLabel = "FILE", description = "write it to a file for run replay --file")
                    @Nullable
                    Path save) {
        ObjectNode journal = client().journal(run);
        if (save != null) {
            save(save, Json.pretty(journal) + "\n");
            say("journal of " + run + " saved to " + save);
            return ExitCode.OK;
        }
        if (main().format() != Format.TABLE) {
            output().one(journal);
            return ExitCode.OK;
        }
        output().list(
                        journal.path("data").valueStream().toList(),
                        Column.at("N", "/n"),
                        types("EVENTS", "/body/events"),
                        types("COMMANDS", "/body/commands"),
                        new Column("HASH", row -> row.path("hash").asString("").substring(0, 12)));
        return ExitCode.OK;
    }

    private static void save(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw UserError.failed("cannot write " + file + ": " + Failures.why(e));
        }
    }

    @Command(name = "cancel", description = "Stop a run")
    int cancel(@Parameters(paramLabel = "RUN") String run, @Option(names = "--reason") @Nullable String reason) {
        return signal(run, "cancel", reason);
    }

    @Command(name = "pause", description = "Open no new attempts; what is under way goes on")
    int pause(@Parameters(paramLabel = "RUN") String run, @Option(names = "--reason") @Nullable String reason) {
        return signal(run, "pause", reason);
    }

    @Command(name = "resume", description = "Let a paused run go on")
    int resume(@Parameters(paramLabel = "RUN") String run, @Option(names = "--reason") @Nullable String reason) {
        return signal(run, "resume", reason);
    }

    private int signal(String run, String name, @Nullable String reason) {
        ObjectNode body = Json.object();
        if (reason != null) {
            body.put("reason", reason);
        }
        JsonNode sent = client().post("/v1/runs/" + segment(run) + "/" + name, body);
        output().one(sent, Column.at("run", "/run_id"), Column.at("signal", "/signal"));
        return ExitCode.OK;
    }

    static void show(Output output, JsonNode run) {
        output.one(run, DETAIL);
    }

    private static void put(Map<String, Object> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    private static Column types(String title, String pointer) {
        return new Column(
                title,
                row -> Column.brief(String.join(
                        " ",
                        row.at(pointer)
                                .valueStream()
                                .map(it -> it.path("type").asString("")
                                        + (it.hasNonNull("step")
                                                ? ":" + it.path("step").asString()
                                                : ""))
                                .toList())));
    }
}
