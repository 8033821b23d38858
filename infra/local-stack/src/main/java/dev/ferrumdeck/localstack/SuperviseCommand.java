package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The supervisor itself: holds a stack until it is asked to end. {@code up} starts it in the background. */
@Command(name = "supervise", description = "Holds a stack in the foreground until SIGTERM", hidden = true)
final class SuperviseCommand implements Callable<Integer> {
    /** Marks the last line that {@code up} waits for. */
    static final String READY = "#ready";

    @Mixin
    private StartOptions start = new StartOptions();

    @Override
    public Integer call() throws IOException {
        Layout layout = Main.layout();
        layout.create();
        FileProgress progress = new FileProgress(layout.log("up"));
        CountDownLatch ended = new CountDownLatch(1);
        endOnSignal(Thread.currentThread(), ended);
        try (LocalStack held = LocalStack.start(start.options(layout, progress))) {
            progress.write(READY + " " + held.home());
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            return 0;
        } catch (StackFailure e) {
            progress.write("error: " + e.getMessage());
            return 1;
        } finally {
            ended.countDown();
        }
        return 0;
    }

    /** At SIGTERM: leave the wait, or the start that is under way, and let this JVM live until all is closed. */
    private static void endOnSignal(Thread holder, CountDownLatch ended) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            holder.interrupt();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /** Writes the lines that a person reads; {@code up} shows them as they come. */
    private static final class FileProgress implements Progress {
        private final Path file;

        FileProgress(Path file) throws IOException {
            this.file = file;
            Files.deleteIfExists(file);
        }

        @Override
        public void ready(String what, String address, Duration took) {
            write(String.format(Locale.ROOT, "  ok  %-18s %-24s %5.1f s", what, address, took.toMillis() / 1000.0));
        }

        @Override
        public void note(String text) {
            write("  --  " + text);
        }

        synchronized void write(String line) {
            try {
                Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                System.err.println(line);
            }
        }
    }
}
