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
        description =
                "Restart parts, for instance after mcp.json changed; takes new builds, keeps the environment of up",
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
            for (String change : Differences.ofEnvironment(state.with(), System.getenv())) {
                command.commandLine()
                        .getOut()
                        .println("  --  " + change
                                + "; a restart keeps the environment, ./ferrumdeck up takes the new one");
            }
            List<String> builds = Differences.ofBuild(state.with(), layout);
            old.id().end(Duration.ofSeconds(20));
            boolean again = Waiting.until(
                    AT_MOST,
                    () -> StackState.read(layout.state())
                            .flatMap(now -> entry(now, name))
                            .filter(now ->
                                    !now.id().equals(old.id()) && now.id().alive() && now.healthy())
                            .isPresent());
            if (!again) {
                throw StackFailure.of(name + " did not come back", layout.log(name), "./ferrumdeck logs " + name);
            }
            command.commandLine()
                    .getOut()
                    .println("  ok  " + name + " restarted" + (builds.isEmpty() ? "" : ", of the new build"));
        }
        return 0;
    }

    private static java.util.Optional<StackState.Entry> entry(StackState state, String name) {
        return state.processes().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst();
    }
}
