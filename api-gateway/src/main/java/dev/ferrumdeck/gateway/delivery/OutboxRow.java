package dev.ferrumdeck.gateway.delivery;

/**
 * A row of the outbox.
 *
 * @param body JSON
 */
record OutboxRow(long id, String kind, String body) {
    boolean isOutcome() {
        return kind.equals(Outbox.OUTCOME);
    }
}
