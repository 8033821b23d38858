package dev.ferrumdeck.gateway.audit;

import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Cursor;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.platform.web.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/audit}. */
@RestController
@RequestMapping("/v1/audit")
class AuditController {
    private static final int BATCH = 500;
    private static final long MOST_LINES = 100_000;

    private final AuditStore store;
    private final ChainVerifier verifier;
    private final Turns turns = new Turns(2);

    AuditController(AuditStore store, ChainVerifier verifier) {
        this.store = store;
        this.verifier = verifier;
    }

    @GetMapping
    Page<AuditEvent> list(
            @AuthenticationPrincipal Caller caller,
            Cursor cursor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String subject) {
        AuditStore.Filter filter = new AuditStore.Filter(action, actor, subject);
        return cursor.page(store.list(caller.tenantId(), filter, cursor.before(), cursor.fetch()), AuditEvent::id);
    }

    /** The server's own check. */
    @GetMapping("/verify")
    ChainReport verify(@AuthenticationPrincipal Caller caller) {
        turns.take();
        try {
            return verifier.verify(caller.tenantId());
        } finally {
            turns.giveBack();
        }
    }

    /**
     * The chain in its order, one event a line, to be verified elsewhere: at most 100,000 lines of one answer, the next
     * ones with {@code after} = the place of the last.
     */
    @GetMapping(path = "/export", produces = "application/x-ndjson")
    void export(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String after,
            HttpServletResponse response)
            throws IOException {
        turns.take();
        try {
            export(caller.tenantId(), after(after), response);
        } finally {
            turns.giveBack();
        }
    }

    private static long after(@Nullable String given) {
        return given == null ? 0 : Long.parseLong(given);
    }

    private void export(String tenantId, long after, HttpServletResponse response) throws IOException {
        response.setContentType("application/x-ndjson");
        OutputStream out = response.getOutputStream();
        long seq = after;
        List<AuditEvent> batch = store.chain(tenantId, seq, BATCH);
        while (!batch.isEmpty()) {
            for (AuditEvent event : batch) {
                out.write((Json.write(event) + "\n").getBytes(StandardCharsets.UTF_8));
                seq = event.seq() == null ? seq : event.seq();
            }
            batch = seq - after < MOST_LINES ? store.chain(tenantId, seq, BATCH) : List.of();
        }
    }
}
