package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code config}: what is in effect, and why. */
@Command(name = "config", description = "The settings in effect, each with its source; secrets are masked")
final class ConfigCommand extends Noun implements Callable<Integer> {

    @Override
    public Integer call() {
        var rows = main().settings().all().stream()
                .<JsonNode>map(it -> Json.object()
                        .put("setting", it.name())
                        .put("value", it.shown())
                        .put("source", it.value().isEmpty() ? "not set" : it.source()))
                .toList();
        output().list(
                        rows,
                        Column.at("SETTING", "/setting"),
                        Column.at("VALUE", "/value"),
                        Column.at("SOURCE", "/source"));
        return ExitCode.OK;
    }
}
