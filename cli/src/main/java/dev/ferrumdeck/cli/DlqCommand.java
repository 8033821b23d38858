package dev.ferrumdeck.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dlq}. */
@Command(name = "dlq", description = "Dead letters: steps that failed for good")
final class DlqCommand extends Noun {

    @Command(name = "list", description = "Dead letters, newest first")
    int list(@Option(names = "--limit", defaultValue = "100") int limit) {
        list(
                "/v1/dead-letters",
                Map.of(),
                limit,
                Column.at("LETTER", "/id"),
                Column.at("RUN", "/run_id"),
                Column.at("STEP", "/step"),
                Column.at("ATTEMPTS", "/attempts"),
                Column.at("CODE", "/code"),
                Column.brief("MESSAGE", "/message"),
                Column.time("SINCE", "/created_at"));
        return ExitCode.OK;
    }

    @Command(name = "requeue", description = "Start the run of a dead letter again, as a new run")
    int requeue(@Parameters(paramLabel = "LETTER") String letter) {
        output().one(
                        client().post("/v1/dead-letters/" + segment(letter) + "/requeue", null),
                        Column.at("run", "/run_id"));
        return ExitCode.OK;
    }

    @Command(name = "discard", description = "Take a dead letter off the list")
    int discard(@Parameters(paramLabel = "LETTER") String letter) {
        client().post("/v1/dead-letters/" + segment(letter) + "/discard", null);
        say("discarded " + letter);
        return ExitCode.OK;
    }
}
