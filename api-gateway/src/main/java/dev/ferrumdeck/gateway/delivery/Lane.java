package dev.ferrumdeck.gateway.delivery;

/**
 * What is delivered one after the other. A run has two: a cancel does not wait for what cannot be delivered.
 *
 * @param urgent whether it is the lane of cancels
 */
record Lane(String runId, boolean urgent) {
    static Lane of(String runId, String kind) {
        return new Lane(runId, kind.equals(Outbox.CANCEL));
    }
}
