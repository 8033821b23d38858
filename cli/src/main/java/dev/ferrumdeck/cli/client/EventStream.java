package dev.ferrumdeck.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection of server-sent events. Silence beyond three heartbeats ends it. */
final class EventStream implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private final BufferedReader lines;
    private final InputStream body;
    private final ScheduledExecutorService watchdog;
    private volatile long heardNanos = System.nanoTime();

    EventStream(InputStream body) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        this.watchdog = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "run-events-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        var unused = watchdog.scheduleWithFixedDelay(this::look, 5, 5, TimeUnit.SECONDS);
    }

    /** The next event; null when the server has ended the stream. */
    @Nullable
    RunEvent next() throws IOException {
        String id = "";
        String type = "message";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            heardNanos = System.nanoTime();
            if (line.isEmpty() && !data.isEmpty()) {
                return new RunEvent(
                        id.matches("\\d{1,9}") ? Integer.parseInt(id) : 0, type, Json.tree(data.toString()));
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1).stripLeading();
            switch (field) {
                case "id" -> id = value;
                case "event" -> type = value;
                case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                default -> {
                    // comments (heartbeats) and retry
                }
            }
        }
        return null;
    }

    private void look() {
        if (System.nanoTime() - heardNanos > SILENCE.toNanos()) {
            close();
        }
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
        try {
            body.close();
        } catch (IOException e) {
            // it is of no more use in any case
            return;
        }
    }
}
