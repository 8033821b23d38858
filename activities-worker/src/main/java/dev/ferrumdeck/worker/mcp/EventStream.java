package dev.ferrumdeck.worker.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events, and remembers where to go on when the stream breaks. For one thread. */
final class EventStream {
    /** How often a broken stream is asked for the rest. */
    static final int RESUMES = 3;

    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final Consumer<String> onMessage;
    private @Nullable String lastId;
    private long pauseMillis = 500;

    EventStream(Consumer<String> onMessage) {
        this.onMessage = onMessage;
    }

    /**
     * Reads until the stream ends.
     *
     * @return how it broke, as the end of a sentence; empty when it ended by itself
     */
    String read(InputStream body) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (data.length() > 0) {
                        onMessage.accept(data.toString());
                    }
                    data.setLength(0);
                } else {
                    field(line, data);
                }
            }
            return "";
        } catch (IOException e) {
            return ": " + Faults.words(e);
        }
    }

    private void field(String line, StringBuilder data) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
        switch (name) {
            case "data" -> data.append(data.length() == 0 ? "" : "\n").append(value);
            case "id" -> lastId = value;
            case "retry" -> pauseMillis = value.matches("[0-9]{1,6}") ? Long.parseLong(value) : pauseMillis;
            default -> {}
        }
    }

    boolean canResume() {
        return lastId != null && !lastId.isEmpty();
    }

    String lastId() {
        return String.valueOf(lastId);
    }

    /** Waits for as long as the server asked for, within reason. */
    void pause() throws InterruptedException {
        Thread.sleep(Math.min(pauseMillis, LONGEST_PAUSE_MILLIS));
    }
}
