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

    private final AuditStore store;
    private final ChainVerifier verifier;

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
        return verifier.verify(caller.tenantId());
    }

    /** The whole chain from its beginning, one event a line, to be verified elsewhere. */
    @GetMapping(path = "/export", produces = "application/x-ndjson")
    void export(@AuthenticationPrincipal Caller caller, HttpServletResponse response) throws IOException {
        response.setContentType("application/x-ndjson");
        OutputStream out = response.getOutputStream();
        List<AuditEvent> batch = store.chain(caller.tenantId(), 0, BATCH);
        long seq = 0;
        while (!batch.isEmpty()) {
            for (AuditEvent event : batch) {
                out.write((Json.write(event) + "\n").getBytes(StandardCharsets.UTF_8));
                seq = event.seq() == null ? seq : event.seq();
            }
            batch = store.chain(caller.tenantId(), seq, BATCH);
        }
    }
}
