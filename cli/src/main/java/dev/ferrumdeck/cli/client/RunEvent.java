package dev.ferrumdeck.cli.client;

import tools.jackson.databind.JsonNode;

/**
 * One event of a run.
 *
 * @param id number of the journal entry it tells of; what to go on after
 * @param type {@code run.started}, {@code step.changed}, {@code approval.requested}, {@code budget.changed}, or one of
 *     the ends {@code run.completed|failed|cancelled|budget_exceeded}
 * @param data the envelope
 */
public record RunEvent(int id, String type, JsonNode data) {

    /** Whether the run is over with it. */
    public boolean isFinal() {
        return type.startsWith("run.") && !type.equals("run.started");
    }
}
