package dev.ferrumdeck.demo.tools;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the servers saw: one JSON line per call and per effect, on the disk before the server goes on. Several processes
 * write to the same file.
 */
public final class WitnessLog {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;

    public WitnessLog(Path file) {
        this.file = file;
    }

    /** What a line tells of. */
    public enum What {
        /** The tool was called. */
        CALL,
        /** The tool did in the world what it is for. */
        EFFECT,
        /** The tool knew the idempotency key and did nothing more. */
        REPEAT
    }

    /**
     * A line.
     *
     * @param tool as policies name it, such as {@code payments.refund}
     * @param idempotencyKey what the caller gave in {@code _meta}, or null
     * @param pid of the server
     */
    public record Line(
            @JsonProperty("time") String time,
            @JsonProperty("what") What what,
            @JsonProperty("tool") String tool,
            @JsonProperty("arguments") Map<String, Object> arguments,
            @JsonProperty("idempotency_key") @Nullable String idempotencyKey,
            @JsonProperty("pid") long pid) {}

    /** Adds a line with the time and the process of now, and forces it to the disk. */
    public void add(What what, String tool, Map<String, Object> arguments, @Nullable String idempotencyKey) {
        long pid = ProcessHandle.current().pid();
        append(
                file,
                JSON.writeValueAsString(
                        new Line(Instant.now().toString(), what, tool, arguments, idempotencyKey, pid)));
    }

    /** All lines, oldest first; none when nothing was ever called. */
    public List<Line> lines() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(it -> !it.isBlank())
                    .map(it -> JSON.readValue(it, Line.class))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the witness log " + file, e);
        }
    }

    static void append(Path file, String line) {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
