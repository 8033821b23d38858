package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.RunEvent;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run watch}: the events as they come, from the first. */
@Command(name = "watch", description = "Show a run as it goes on; the exit code tells how it ended")
final class RunWatchCommand extends Noun implements Callable<Integer> {
    @Parameters(paramLabel = "RUN")
    private String run = "";

    @Option(names = "--after", defaultValue = "0", description = "only events after the one with this id")
    private int after;

    @Option(names = "--no-wait-approval", description = "stop (exit code 5) when people must decide")
    private boolean noWaitApproval;

    @Override
    public Integer call() {
        if (main().format() == Format.TABLE) {
            line(run);
        }
        Watch.End end = new Watch(client(), this::say, noWaitApproval).until(run, after, this::show);
        if (main().format() == Format.TABLE) {
            Watch.end(end.run(), this::line);
        }
        return end.exitCode();
    }

    private void show(RunEvent event) {
        if (main().format() == Format.TABLE) {
            Watch.lines(event, this::line);
        } else {
            output().one(event.data());
        }
    }

    private void line(String text) {
        out().println(text);
        out().flush();
    }
}
