package dev.ferrumdeck.localstack;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows what runs, out of the stack's record and by asking each part. */
@Command(
        name = "status",
        description = "Show what is running; exit 1 when the stack is not up",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table or json")
    private Format format = Format.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    enum Format {
        TABLE,
        JSON
    }

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        Layout layout = Main.layout();
        Optional<StackState> found = StackState.read(layout.state());
        boolean up = found.filter(StatusCommand::isUp).isPresent();
        if (format == Format.JSON) {
            out.println(JSON.writeValueAsString(json(layout, found, up)));
            return up ? 0 : 1;
        }
        if (found.isEmpty()) {
            out.println("FerrumDeck is not running here. Start it: ./ferrumdeck up");
            return 1;
        }
        StackState state = found.get();
        state.supervisor().ifPresent(id -> line(out, id.alive() ? "up" : "DOWN", "supervisor", id, ""));
        for (StackState.Entry entry : state.processes()) {
            line(out, word(entry), entry.name(), entry.id(), address(entry, state.urls()));
        }
        if (!state.supervised()) {
            out.println(
                    "The supervisor is dead: ./ferrumdeck up cleans up and starts again, ./ferrumdeck down cleans up.");
            return 1;
        }
        if (state.phase() == StackState.Phase.STARTING) {
            out.println("The stack is starting.");
        }
        Summary.print(out, layout, state);
        Differences.ofBuild(state.with(), layout).forEach(it -> out.println("  " + it + ": ./ferrumdeck up takes it"));
        return up ? 0 : 1;
    }

    private static boolean isUp(StackState state) {
        return state.supervised()
                && state.phase() == StackState.Phase.READY
                && state.processes().stream().allMatch(StackState.Entry::healthy);
    }

    /** Without passwords and identities: it goes into scripts and tickets. */
    private static ObjectNode json(Layout layout, Optional<StackState> found, boolean up) {
        ObjectNode root =
                JSON.createObjectNode().put("up", up).put("home", layout.home().toString());
        found.ifPresent(state -> {
            root.put("phase", state.supervised() ? state.phase().name().toLowerCase(Locale.ROOT) : "dead");
            state.supervisor().ifPresent(id -> root.put("supervisor_pid", id.pid()));
            ArrayNode parts = root.putArray("parts");
            for (StackState.Entry entry : state.processes()) {
                parts.addObject()
                        .put("name", entry.name())
                        .put("state", word(entry).toLowerCase(Locale.ROOT))
                        .put("pid", entry.id().pid())
                        .put("address", address(entry, state.urls()));
            }
            root.put("gateway", state.urls().gateway());
            root.put("temporal_ui", state.urls().temporalUi());
            root.put("lease", state.with().lease());
            ArrayNode changed = root.putArray("new_builds");
            Differences.ofBuild(state.with(), layout).forEach(changed::add);
        });
        return root;
    }

    private static String word(StackState.Entry entry) {
        return entry.healthy() ? "up" : entry.id().alive() ? "SICK" : "DOWN";
    }

    private static void line(PrintWriter out, String word, String name, ProcessId id, String address) {
        out.printf("  %-4s %-12s pid %-8d %s%n", word, name, id.pid(), address);
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
