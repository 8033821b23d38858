package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ends the stack; exactly the processes on its record. */
@Command(name = "down", description = "Stop everything; data stays", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private static final Duration SUPERVISOR_GRACE = Duration.ofMinutes(2);
    private static final Duration CHILD_GRACE = Duration.ofSeconds(8);
    private static final List<String> DATA = List.of(
            "postgres",
            "postgres.new",
            "postgres.password",
            "temporal",
            "artifacts",
            "logs",
            "tmp",
            "ports.json",
            "admin.key",
            "worker.key");

    @Option(names = "--wipe", description = "also remove the data, the keys and the logs of this stack")
    private boolean wipe;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        Layout layout = Main.layout();
        PrintWriter out = command.commandLine().getOut();
        int ended = end(layout);
        out.println(ended == 0 ? "Nothing was running." : "Stopped.");
        if (wipe) {
            for (String name : DATA) {
                Folders.delete(layout.home().resolve(name));
            }
            Folders.delete(NotRoot.folder(layout.home()).resolve("postgres"));
            out.println("Removed the data, keys and logs in " + layout.home() + ".");
        }
        return 0;
    }

    /** Ends supervisor and children and returns how many processes there were. */
    static int end(Layout layout) throws IOException {
        Optional<StackState> state = StackState.read(layout.state());
        if (state.isEmpty()) {
            return 0;
        }
        int count = state.get().alive().size();
        Optional<ProcessId> supervisor = state.get().supervisor().filter(ProcessId::alive);
        if (supervisor.isPresent()) {
            count++;
            supervisor.get().end(SUPERVISOR_GRACE);
        }
        List<StackState.Entry> left =
                StackState.read(layout.state()).orElse(state.get()).alive();
        left.parallelStream().forEach(entry -> entry.id().end(CHILD_GRACE));
        Files.deleteIfExists(layout.state());
        return count;
    }
}
