package dev.ferrumdeck.demo.tools;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The refunds that were made, in a file that outlives the server: one line per idempotency key, ever. A file lock keeps
 * two servers (the one that is being killed, and the one that takes over) from making the same one.
 */
public final class RefundLedger {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Path file;

    public RefundLedger(Path file) {
        this.file = file;
    }

    /** A refund that was made. */
    public record Refund(
            @JsonProperty("key") String key,
            @JsonProperty("receipt") String receipt,
            @JsonProperty("order_id") String orderId,
            @JsonProperty("amount") BigDecimal amount) {}

    /**
     * What became of an order to refund.
     *
     * @param fresh false: it had been made before, and nothing was done
     */
    record Made(Refund refund, boolean fresh) {}

    /** Makes a refund unless its key was used before. */
    synchronized Made make(String key, String orderId, BigDecimal amount) {
        try (FileChannel lock = FileChannel.open(
                        file.resolveSibling(file.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            Optional<Refund> before =
                    refunds().stream().filter(it -> it.key().equals(key)).findFirst();
            if (before.isPresent() || !held.isValid()) {
                return new Made(before.orElseThrow(), false);
            }
            Refund refund = new Refund(key, "rf_" + (refunds().size() + 1), orderId, amount);
            WitnessLog.append(file, JSON.writeValueAsString(refund));
            return new Made(refund, true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the ledger " + file, e);
        }
    }

    /** All refunds, oldest first. */
    public List<Refund> refunds() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream()
                    .map(it -> JSON.readValue(it, Refund.class))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the ledger " + file, e);
        }
    }
}
