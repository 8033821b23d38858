package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the logs of one part or of all. */
@Command(name = "logs", description = "Show the end of the logs; -f goes on showing", mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            description = "gateway, worker, temporal, redis, postgres, supervisor")
    private @Nullable String part;

    @Option(names = "-f", description = "go on until interrupted")
    private boolean follow;

    @Option(names = "-n", paramLabel = "LINES", description = "lines of each log (default: ${DEFAULT-VALUE})")
    private int lines = 40;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = command.commandLine().getOut();
        List<Growing> shown = new ArrayList<>();
        for (Path log : logs()) {
            if (part == null) {
                out.println("== " + log);
            }
            shown.add(new Growing(log, Files.size(log)));
            out.println(LogFiles.tail(log, lines));
        }
        out.flush();
        if (follow) {
            Waiting.until(Duration.ofDays(365), () -> {
                shown.forEach(log -> log.showNew(out));
                return false;
            });
        }
        return 0;
    }

    private List<Path> logs() throws IOException {
        Layout layout = Main.layout();
        if (part != null) {
            Path log = layout.log(part);
            if (!Files.exists(log)) {
                throw StackFailure.of(
                        "there is no log " + log, "./ferrumdeck logs without a name shows those there are");
            }
            return List.of(log);
        }
        Path folder = layout.logs();
        if (!Files.isDirectory(folder)) {
            throw StackFailure.of("there are no logs in " + folder, "start the stack: ./ferrumdeck up");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    /** A log and how much of it was shown. */
    private static final class Growing {
        private final Path log;
        private long shown;

        Growing(Path log, long shown) {
            this.log = log;
            this.shown = shown;
        }

        void showNew(PrintWriter out) {
            try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
                long start = file.length() < shown ? 0 : shown;
                byte[] fresh = new byte[(int) Math.min(file.length() - start, 1 << 20)];
                file.seek(start);
                file.readFully(fresh);
                out.print(new String(fresh, StandardCharsets.UTF_8));
                out.flush();
                shown = start + fresh.length;
            } catch (IOException e) {
                out.println("cannot read " + log + ": " + e.getMessage());
            }
        }
    }
}
