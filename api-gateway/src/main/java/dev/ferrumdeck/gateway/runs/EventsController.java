package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** {@code GET /v1/runs/{run}/events}: the run as server-sent events. */
@RestController
class EventsController {
    private final EventStore store;
    private final EventHub hub;
    private final EventsProperties properties;

    EventsController(EventStore store, EventHub hub, EventsProperties properties) {
        this.store = store;
        this.hub = hub;
        this.properties = properties;
    }

    /**
     * Everything after {@code Last-Event-ID} (or {@code ?after=}) and then what comes, until the run is over. 204 when it
     * is over and the client has all of it: such a client need not connect again.
     */
    @GetMapping(
            path = "/v1/runs/{run}/events",
            produces = {MediaType.TEXT_EVENT_STREAM_VALUE, MediaType.ALL_VALUE})
    ResponseEntity<SseEmitter> events(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String run,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            @RequestParam(required = false) @Nullable String after,
            HttpServletResponse response)
            throws IOException {
        EventStore.Head head = store.head(caller.tenantId(), run).orElseThrow(() -> ApiException.notFound("run", run));
        int from = cursor(lastEventId, after);
        if (head.isOver() && from >= head.entries() && from > 0) {
            return ResponseEntity.noContent().build();
        }
        if (store.isPruned(run, from, head)) {
            throw ApiException.of(
                    ErrorCode.EVENTS_GONE,
                    "Events of " + run + " after " + from + " are pruned; its status and its last entry remain.");
        }
        SseEmitter emitter = new SseEmitter(0L);
        Subscription subscription = new Subscription(run, caller.keyId(), from, emitter, System.nanoTime());
        emitter.onCompletion(() -> hub.remove(subscription));
        emitter.onTimeout(() -> hub.remove(subscription));
        emitter.onError(error -> hub.remove(subscription));
        subscription.open(properties.retry().toMillis());
        hub.add(subscription);
        response.setHeader("X-Accel-Buffering", "no");
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header("Cache-Control", "no-store")
                .body(emitter);
    }

    /** The header wins: it is what a client sends that connects again, to the same address. */
    private static int cursor(@Nullable String lastEventId, @Nullable String after) {
        String given = lastEventId != null && !lastEventId.isEmpty() ? lastEventId : after;
        if (given == null) {
            return 0;
        }
        if (!given.matches("\\d{1,9}")) {
            throw ApiException.invalid("'Last-Event-ID' and 'after' take the id of an event: a whole number.");
        }
        return Integer.parseInt(given);
    }
}
