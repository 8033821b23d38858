package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Starts the supervisor in the background and returns when everything is ready. A stack that is up already stays, unless
 * what it was started with has changed since: environment, lease, or a new build.
 */
@Command(
        name = "up",
        description = "Start PostgreSQL, Redis, Temporal, gateway and worker; takes changed environment and new builds",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Mixin
    private StartOptions start = new StartOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        Layout layout = Main.layout();
        layout.create();
        PrintWriter out = command.commandLine().getOut();
        try (FileChannel file = FileChannel.open(layout.upLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = alone(file, out)) {
            return lock.isValid() ? up(layout, out) : 1;
        }
    }

    /** Two at a time would both find nothing running. */
    private static FileLock alone(FileChannel file, PrintWriter out) throws IOException {
        FileLock lock = file.tryLock();
        if (lock != null) {
            return lock;
        }
        out.println("Another ./ferrumdeck up is under way here; waiting for it.");
        out.flush();
        return file.lock();
    }

    private int up(Layout layout, PrintWriter out) throws IOException {
        long began = began();
        Supervisor supervisor = new Supervisor(layout, out);
        Optional<StackState> state = StackState.read(layout.state()).filter(StackState::supervised);
        if (state.isPresent() && state.get().phase() == StackState.Phase.STARTING) {
            out.println("The stack is starting already.");
            supervisor.followRunning(state.get());
            state = StackState.read(layout.state()).filter(StackState::supervised);
        }
        if (state.isPresent()) {
            List<String> changes = changes(state.get(), layout);
            if (changes.isEmpty()) {
                out.println("FerrumDeck is up already (supervisor "
                        + state.get().supervisor().orElseThrow().pid() + ").");
                Summary.print(out, layout, state.get());
                return 0;
            }
            out.println("Restarting the stack: " + String.join(", ", changes) + ".");
            out.flush();
            DownCommand.end(layout);
        }
        out.printf("FerrumDeck %s  (local mode, data in %s)%n", Main.VERSION, layout.home());
        out.flush();
        Path log = layout.log("up");
        Files.deleteIfExists(log);
        if (!supervisor.launchAndFollow(start.asArguments())) {
            return 1;
        }
        Summary.print(out, layout, StackState.read(layout.state()).orElseThrow());
        out.printf(
                Locale.ROOT,
                "Ready in %.1f s.  Next:  ./ferrumdeck demo%n",
                (System.currentTimeMillis() - began) / 1000.0);
        return 0;
    }

    private List<String> changes(StackState state, Layout layout) {
        List<String> changes = new ArrayList<>();
        if (start.leaseGiven() && !state.with().lease().equals(start.leaseText())) {
            changes.add("the lease is " + start.leaseText() + " now");
        }
        changes.addAll(Differences.ofEnvironment(state.with(), System.getenv()));
        changes.addAll(Differences.ofBuild(state.with(), layout));
        return changes;
    }

    /** When the launcher began, so that the seconds we print are those the person waited. */
    private static long began() {
        String given = System.getenv("FERRUMDECK_T0");
        return given != null && given.matches("[0-9]{13}") ? Long.parseLong(given) : System.currentTimeMillis();
    }
}
