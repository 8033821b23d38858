package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns rows of the outbox into Updates and Signals. Returns when the rows are done with; throws to try again. */
@Component
class Messenger {
    private static final Logger LOG = LoggerFactory.getLogger(Messenger.class);

    private final ObjectProvider<RunDoor> door;
    private final JsonMapper json;

    Messenger(ObjectProvider<RunDoor> door, JsonMapper json) {
        this.door = door;
        this.json = json;
    }

    /** @throws Undeliverable when it makes no sense to try again */
    void deliver(String runId, Batch batch) {
        RunDoor.Delivery delivery = send(runId, batch);
        if (delivery == RunDoor.Delivery.RUN_GONE) {
            LOG.info(
                    "run {} is over or unknown: {} rows of its outbox go",
                    runId,
                    batch.ids().size());
        }
    }

    private RunDoor.Delivery send(String runId, Batch batch) {
        try {
            return batch.isOutcomes()
                    ? door.getObject().outcomes(runId, batch.updateId(), outcomes(batch))
                    : signal(runId, batch.rows().get(0));
        } catch (JacksonException | IllegalArgumentException unreadable) {
            throw new Undeliverable("it is not what it should be: " + unreadable.getMessage(), unreadable);
        }
    }

    private List<Event.Outcome> outcomes(Batch batch) {
        return batch.rows().stream()
                .map(row -> json.readValue(row.body(), Event.Outcome.class))
                .toList();
    }

    private RunDoor.Delivery signal(String runId, OutboxRow row) {
        if (row.kind().equals(Outbox.CANCEL)) {
            return door.getObject().cancel(runId, reason(json.readTree(row.body())));
        }
        return door.getObject().signal(runId, row.kind(), argument(row));
    }

    private static String reason(JsonNode request) {
        String by = request.path("by").asString("");
        String reason = request.path("reason").asString("");
        String who = by.isEmpty() ? "" : "by " + by;
        return who + (who.isEmpty() || reason.isEmpty() ? "" : ": ") + reason;
    }

    /** Signals carry the row's id, so that a repeated one is dropped by the run; a decision is named by its approval. */
    private Object argument(OutboxRow row) {
        if (row.kind().equals(Outbox.DECIDED)) {
            return json.readValue(row.body(), Event.Decided.class);
        }
        Map<String, Object> body =
                new LinkedHashMap<>(json.readValue(row.body(), new TypeReference<Map<String, Object>>() {}));
        String id = Signals.id(row.id());
        body.put("id", id);
        if (!row.kind().equals(Outbox.BUDGET)) {
            return body;
        }
        Object by = body.get("by");
        Limits limits = json.convertValue(body.get("limits"), Limits.class);
        return new Event.BudgetChanged(id, by == null ? null : by.toString(), limits);
    }
}
