package dev.ferrumdeck.gateway.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.gateway.platform.web.Caller;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/me}: who this key is. */
@RestController
class MeController {

    @GetMapping("/v1/me")
    Me me(@AuthenticationPrincipal Caller caller) {
        return new Me(
                caller.tenantId(),
                caller.keyId(),
                caller.keyName(),
                caller.principal(),
                caller.roles().stream().sorted().toList(),
                caller.queues().stream().sorted().toList());
    }

    /** A key's own view of itself. */
    record Me(
            @JsonProperty("tenant_id") String tenantId,
            @JsonProperty("key_id") String keyId,
            @JsonProperty("key_name") String keyName,
            @JsonProperty("principal") String principal,
            @JsonProperty("roles") List<String> roles,
            @JsonProperty("queues") List<String> queues) {}
}
