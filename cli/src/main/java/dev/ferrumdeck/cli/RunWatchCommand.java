package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.cli.client.RunEvent;
import dev.ferrumdeck.cli.client.RunEvents;
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
        FerrumdeckClient client = client();
        boolean forPeople = main().format() == Format.TABLE;
        try (RunEvents events = client.events(run, after)) {
            while (events.hasNext()) {
                RunEvent event = events.next();
                if (forPeople) {
                    Watch.lines(event, out()::println);
                    out().flush();
                } else {
                    output().one(event.data());
                }
                if (noWaitApproval && event.type().equals("approval.requested")) {
                    return ExitCode.WAITING_FOR_APPROVAL;
                }
            }
        }
        return ExitCode.ofRun(client.run(run));
    }
}
