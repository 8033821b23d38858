package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The process that holds a stack, as the commands see it: launched in the background, followed by its log. */
final class Supervisor {
    private static final Duration AT_MOST = Duration.ofMinutes(15);

    private final Layout layout;
    private final PrintWriter out;

    Supervisor(Layout layout, PrintWriter out) {
        this.layout = layout;
        this.out = out;
    }

    /** @return whether the stack is up; what kept it from that was shown */
    boolean launchAndFollow(List<String> arguments) throws IOException {
        Process supervisor = launch(arguments);
        Thread hint = new Thread(this::whatIsLeft, "what-is-left");
        Runtime.getRuntime().addShutdownHook(hint);
        try {
            Follower lines = follow(supervisor::isAlive);
            if (!lines.ready() && supervisor.isAlive()) {
                supervisor.destroy();
            }
            return lines.ready();
        } finally {
            Runtime.getRuntime().removeShutdownHook(hint);
        }
    }

    /** Waits for a start that somebody else has begun. */
    void followRunning(StackState state) {
        follow(() -> state.supervised()
                && StackState.read(layout.state())
                        .filter(now -> now.phase() == StackState.Phase.STARTING)
                        .isPresent());
    }

    /** Ctrl-C ends this command only. */
    private void whatIsLeft() {
        out.println();
        out.println("The stack goes on starting in the background: ./ferrumdeck status shows it, down ends it.");
        out.flush();
    }

    private Process launch(List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>();
        if (TemporalProgram.onPath("setsid", System.getenv()).isPresent()) {
            words.add("setsid"); // a session of its own: a Ctrl-C or a closed terminal does not reach it
        }
        words.addAll(List.of(BootJar.java(), "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k"));
        words.addAll(List.of("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Djava.io.tmpdir=" + layout.tmp()));
        words.addAll(List.of("-cp", OwnJars.classPath(layout.root()), Main.class.getName(), "supervise"));
        words.addAll(arguments);
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

    private Follower follow(BooleanSupplier alive) {
        Follower lines = new Follower(layout.log("up"), out);
        Waiting.until(AT_MOST, () -> lines.showNew() || !alive.getAsBoolean());
        lines.showNew();
        if (!lines.ready() && !lines.failed()) {
            throw StackFailure.of(
                    "the supervisor ended before the stack was ready",
                    layout.log("supervisor"),
                    "./ferrumdeck doctor, then ./ferrumdeck up again");
        }
        return lines;
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
