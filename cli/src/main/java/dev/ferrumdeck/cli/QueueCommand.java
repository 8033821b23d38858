package dev.ferrumdeck.cli;

import picocli.CommandLine.Command;

/** {@code queue}. */
@Command(name = "queue", description = "Queues between the control plane and the workers")
final class QueueCommand extends Noun {

    @Command(name = "list", description = "What waits in each queue, and how long")
    int list() {
        whole(
                "/v1/queues",
                Column.at("QUEUE", "/queue"),
                Column.at("READY", "/ready"),
                Column.at("OLDEST S", "/oldest_ready_seconds"),
                Column.at("AT WORK", "/at_work"),
                Column.at("STREAM", "/length"),
                Column.at("LAG", "/lag"),
                Column.at("WORKERS", "/consumers"));
        return ExitCode.OK;
    }
}
