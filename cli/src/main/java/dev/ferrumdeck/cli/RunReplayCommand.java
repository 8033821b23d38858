package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.cli.verify.RunReplay;
import dev.ferrumdeck.contracts.Visible;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code run replay}: the flight recorder. */
@Command(
        name = "replay",
        description = "Run a run again here, from its journal alone; it must want the same and end the same")
final class RunReplayCommand extends Noun implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", arity = "0..1")
    private @Nullable String run;

    @Option(names = "--file", paramLabel = "FILE", description = "a journal saved before; no server is asked")
    private @Nullable Path file;

    @Override
    public Integer call() {
        RunReplay.Report report = replay(journal());
        output().one(
                        Json.mapper().<JsonNode>valueToTree(report),
                        Column.at("run", "/run_id"),
                        Column.at("agrees", "/agrees"),
                        new Column(
                                "entries",
                                it -> it.path("agreed").asInt(0) + " of "
                                        + it.path("recorded").asInt(0)),
                        Column.at("ends", "/status"),
                        Column.at("head", "/head_hash"),
                        Column.at("first difference", "/disagreement"));
        say(report.agrees() ? "the journal is the run" : "the journal is NOT what this machine does");
        return report.agrees() ? ExitCode.OK : ExitCode.FAILED;
    }

    static RunReplay.Report replay(JsonNode journal) {
        try {
            return RunReplay.of(journal);
        } catch (IllegalArgumentException e) {
            throw UserError.failed(Visible.line(String.valueOf(e.getMessage())));
        }
    }

    private JsonNode journal() {
        if (file != null) {
            List<Documents.Document> documents = Documents.read(file, System.in);
            if (documents.size() != 1) {
                throw UserError.usage(file + " must have one journal");
            }
            return documents.get(0).body();
        }
        if (run == null) {
            throw UserError.usage("name a run, or a saved journal with --file");
        }
        return client().journal(run);
    }
}
