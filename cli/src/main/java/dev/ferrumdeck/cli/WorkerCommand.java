package dev.ferrumdeck.cli;

import picocli.CommandLine.Command;

/** {@code worker}. */
@Command(name = "worker", description = "Workers, in whatever language", subcommands = WorkerInitCommand.class)
final class WorkerCommand extends Noun {

    @Command(name = "list", description = "The workers that are there")
    int list() {
        whole(
                "/v1/workers",
                Column.at("WORKER", "/id"),
                Column.at("POOL", "/pool"),
                Column.at("QUEUES", "/queues"),
                Column.at("AT WORK", "/at_work"),
                Column.at("IDLE S", "/idle_seconds"));
        return ExitCode.OK;
    }
}
