package dev.ferrumdeck.localstack;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts the supervisor in the background and returns when everything is ready. */
@Command(
        name = "up",
        description = "Start PostgreSQL, Redis, Temporal, gateway and worker",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final Duration AT_MOST = Duration.ofMinutes(15);

    @Mixin
    private StartOptions start = new StartOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        long began = began();
        PrintWriter out = command.commandLine().getOut();
        Layout layout = Main.layout();
        layout.create();
        Optional<StackState> state = StackState.read(layout.state()).filter(StackState::supervised);
        if (state.isPresent() && state.get().phase() == StackState.Phase.READY && !otherLease(state.get())) {
            out.println("FerrumDeck is up already (supervisor "
                    + state.get().supervisor().orElseThrow().pid() + ").");
            Summary.print(out, layout, state.get());
            return 0;
        }
        if (state.isPresent()) {
            out.println("Restarting the stack with other settings.");
            DownCommand.end(layout);
        }
        out.printf("FerrumDeck %s  (local mode, data in %s)%n", Main.VERSION, layout.home());
        out.flush();
        Path log = layout.log("up");
        Files.deleteIfExists(log);
        if (!follow(launch(layout), log, out)) {
            return 1;
        }
        Summary.print(out, layout, StackState.read(layout.state()).orElseThrow());
        out.printf(
                Locale.ROOT,
                "Ready in %.1f s.  Next:  ./ferrumdeck demo%n",
                (System.currentTimeMillis() - began) / 1000.0);
        return 0;
    }

    private boolean otherLease(StackState state) {
        return start.leaseGiven() && !state.with().lease().equals(start.leaseText());
    }

    /** When the launcher began, so that the seconds we print are those the person waited. */
    private static long began() {
        String given = System.getenv("FERRUMDECK_T0");
        return given != null && given.matches("[0-9]{13}") ? Long.parseLong(given) : System.currentTimeMillis();
    }

    private Process launch(Layout layout) throws IOException {
        List<String> words = new ArrayList<>();
        if (TemporalProgram.onPath("setsid", System.getenv()).isPresent()) {
            words.add("setsid"); // a session of its own: a Ctrl-C or a closed terminal does not reach it
        }
        words.addAll(List.of(BootJar.java(), "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k"));
        words.addAll(List.of("-cp", classPath(layout), Main.class.getName(), "supervise"));
        words.addAll(start.asArguments());
        Path log = layout.log("supervisor");
        LogFiles.roll(log);
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(layout.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("FERRUMDECK_ROOT", layout.root().toString());
        builder.environment().put("FERRUMDECK_HOME", layout.home().toString());
        return builder.start();
    }

    /** Ours, with the jar of this module copied: the build may replace it while the supervisor lives. */
    private static String classPath(Layout layout) throws IOException {
        String ours = System.getProperty("java.class.path");
        for (String entry : ours.split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            if (jar.getFileName().toString().startsWith("local-stack") && Files.isRegularFile(jar)) {
                Path copy = layout.cache()
                        .resolve("supervisor-" + Files.getLastModifiedTime(jar).toMillis() + ".jar");
                if (Files.notExists(copy)) {
                    Files.copy(jar, copy);
                }
                return ours.replace(entry, copy.toString());
            }
        }
        return ours;
    }

    private static boolean follow(Process supervisor, Path log, PrintWriter out) {
        Follower lines = new Follower(log, out);
        Waiting.until(AT_MOST, () -> lines.showNew() || !supervisor.isAlive());
        lines.showNew();
        if (!lines.ready() && supervisor.isAlive()) {
            supervisor.destroy();
        }
        if (!lines.ready() && !lines.failed()) {
            throw StackFailure.of(
                    "the supervisor ended before the stack was ready",
                    log.resolveSibling("supervisor.log"),
                    "./ferrumdeck doctor, then ./ferrumdeck up again");
        }
        return lines.ready();
    }

    /** Shows a growing file line by line. */
    private static final class Follower {
        private final Path file;
        private final PrintWriter out;
        private int shown;
        private boolean ready;
        private boolean failed;

        Follower(Path file, PrintWriter out) {
            this.file = file;
            this.out = out;
        }

        boolean ready() {
            return ready;
        }

        boolean failed() {
            return failed;
        }

        boolean showNew() {
            if (ready || !Files.exists(file)) {
                return ready;
            }
            try {
                String text = Files.readString(file);
                String fresh = text.substring(shown, text.lastIndexOf('\n') + 1);
                shown += fresh.length();
                fresh.lines().forEach(this::show);
            } catch (IOException e) {
                return false;
            }
            return ready;
        }

        private void show(String line) {
            ready |= line.startsWith(SuperviseCommand.READY);
            failed |= line.startsWith("error:");
            if (!line.startsWith("#")) {
                out.println(line);
                out.flush();
            }
        }
    }
}
