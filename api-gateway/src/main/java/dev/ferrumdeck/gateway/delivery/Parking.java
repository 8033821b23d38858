package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.workflows.machine.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Sets aside what Temporal refuses for good, as a dead letter. A run that must have it to go on ends with an error that says
 * so; words of people it learns of by the journal all the same. Thread-safe. Source: ADR 17.
 */
@Component
class Parking {
    private static final Logger LOG = LoggerFactory.getLogger(Parking.class);
    /** Without these a run waits for ever. */
    private static final Set<String> NEEDED = Set.of(Outbox.OUTCOME, Outbox.DECIDED);

    private final OutboxStore store;
    private final ObjectProvider<RunEnding> ending;
    private final Counter parked;

    /** @param ending looked up late: who ends runs uses the outbox */
    Parking(OutboxStore store, ObjectProvider<RunEnding> ending, MeterRegistry meters) {
        this.store = store;
        this.ending = ending;
        this.parked = meters.counter("ferrumdeck.outbox.parked");
    }

    void park(String runId, OutboxRow row, Undeliverable why) {
        String message =
                "row " + row.id() + " of its outbox (" + row.kind() + ") cannot be delivered: " + why.getMessage();
        LOG.error("run {}: {}", runId, message);
        if (NEEDED.contains(row.kind())) {
            ending.getObject().end(runId, new Event.Lost(ErrorCode.PAYLOAD_TOO_LARGE.wireName(), message));
        }
        if (store.park(row.id(), message)) {
            parked.increment();
        }
    }
}
