package dev.ferrumdeck.localstack;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what runs. */
@Command(
        name = "status",
        description = "Show what is running; exit 1 when the stack is not up",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        Layout layout = Main.layout();
        Optional<StackState> found = StackState.read(layout.state());
        if (found.isEmpty()) {
            out.println("FerrumDeck is not running here. Start it: ./ferrumdeck up");
            return 1;
        }
        StackState state = found.get();
        state.supervisor().ifPresent(id -> line(out, "supervisor", id, ""));
        for (StackState.Entry entry : state.processes()) {
            line(out, entry.name(), entry.id(), address(entry, state.urls()));
        }
        if (!state.supervised()) {
            out.println(
                    "The supervisor is dead: ./ferrumdeck up cleans up and starts again, ./ferrumdeck down cleans up.");
            return 1;
        }
        Summary.print(out, layout, state);
        boolean up = state.phase() == StackState.Phase.READY
                && state.alive().size() == state.processes().size();
        return up ? 0 : 1;
    }

    private static void line(PrintWriter out, String name, ProcessId id, String address) {
        out.printf("  %-4s %-12s pid %-8d %s%n", id.alive() ? "up" : "DOWN", name, id.pid(), address);
    }

    private static String address(StackState.Entry entry, StackUrls urls) {
        return switch (entry.name()) {
            case "postgres" -> urls.postgres().replaceFirst("[?].*", "");
            case "redis" -> urls.redis();
            case "temporal" -> urls.temporal();
            default -> entry.url();
        };
    }
}
