package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.contracts.Digests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows that go to a run together: outcomes as one Update, anything else one by one. Never empty. */
record Batch(List<OutboxRow> rows) {
    static final int MAX_ROWS = 200;
    /** Far below the 2 MB that Temporal takes. */
    static final int MAX_BYTES = 256 * 1024;

    Batch {
        rows = List.copyOf(rows);
    }

    /** The next batch out of the oldest rows of a run; {@code waiting} is not empty. */
    static Batch next(List<OutboxRow> waiting) {
        OutboxRow first = waiting.get(0);
        if (!first.isOutcome()) {
            return new Batch(List.of(first));
        }
        List<OutboxRow> rows = new ArrayList<>();
        int bytes = 0;
        for (OutboxRow row : waiting) {
            bytes += row.isOutcome() ? row.body().getBytes(StandardCharsets.UTF_8).length : 0;
            if (rows.size() == MAX_ROWS || (bytes > MAX_BYTES && !rows.isEmpty())) {
                break;
            }
            if (row.isOutcome()) {
                rows.add(row);
            }
        }
        return new Batch(rows);
    }

    /** Each row on its own: one of them cannot be delivered. */
    List<Batch> split() {
        return rows.stream().map(row -> new Batch(List.of(row))).toList();
    }

    boolean isOutcomes() {
        return rows.get(0).isOutcome();
    }

    List<Long> ids() {
        return rows.stream().map(OutboxRow::id).toList();
    }

    /** Digest of the ids it carries, never a range: rows with lower numbers may commit later. */
    String updateId() {
        return Digests.sha256Hex(
                rows.stream().map(row -> Long.toString(row.id())).collect(Collectors.joining(",", "outbox:", "")));
    }
}
