package dev.ferrumdeck.localstack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Restarts parts: ends their processes, the supervisor starts them again. */
@Command(
        name = "restart",
        description = "Restart parts, for instance after mcp.json changed",
        mixinStandardHelpOptions = true)
final class RestartCommand implements Callable<Integer> {
    private static final Duration AT_MOST = Duration.ofMinutes(1);

    @Parameters(paramLabel = "PART", arity = "1..*", description = "gateway, worker, temporal, redis, postgres")
    private List<String> names = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() {
        Layout layout = Main.layout();
        for (String name : names) {
            StackState state = StackState.read(layout.state())
                    .filter(StackState::supervised)
                    .orElseThrow(() -> StackFailure.of("FerrumDeck is not running here", "./ferrumdeck up"));
            StackState.Entry old = entry(state, name)
                    .orElseThrow(() -> StackFailure.of("there is no running part " + name, "./ferrumdeck status"));
            old.id().end(Duration.ofSeconds(20));
            boolean again = Waiting.until(
                    AT_MOST,
                    () -> StackState.read(layout.state())
                            .flatMap(now -> entry(now, name))
                            .filter(now -> now.id().alive() && healthy(now))
                            .isPresent());
            if (!again) {
                throw StackFailure.of(name + " did not come back", layout.log(name), "./ferrumdeck logs " + name);
            }
            command.commandLine().getOut().println("  ok  " + name + " restarted");
        }
        return 0;
    }

    private static boolean healthy(StackState.Entry entry) {
        return entry.url().isEmpty() || Health.http(entry.url() + "/health/ready");
    }

    private static java.util.Optional<StackState.Entry> entry(StackState state, String name) {
        return state.processes().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst();
    }
}
