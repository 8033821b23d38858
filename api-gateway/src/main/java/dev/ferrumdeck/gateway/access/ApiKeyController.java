package dev.ferrumdeck.gateway.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.Cursor;
import dev.ferrumdeck.gateway.platform.web.Page;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.PositiveOrZero;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/api-keys}. */
@RestController
@RequestMapping("/v1/api-keys")
class ApiKeyController {
    private static final long DAY = 86_400;

    private final ApiKeys keys;

    ApiKeyController(ApiKeys keys) {
        this.keys = keys;
    }

    @PostMapping
    ResponseEntity<CreatedKey> create(@AuthenticationPrincipal Caller caller, @Valid @RequestBody NewKey spec) {
        return created(keys.create(caller.tenantId(), spec, caller.keyId()));
    }

    @GetMapping
    Page<ApiKey> list(@AuthenticationPrincipal Caller caller, Cursor cursor) {
        return cursor.page(keys.list(caller.tenantId(), cursor.before(), cursor.fetch()), ApiKey::id);
    }

    @GetMapping("/{id}")
    ApiKey get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return keys.find(caller.tenantId(), id);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        keys.revoke(caller.tenantId(), id, caller.keyId());
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{id}/rotate")
    ResponseEntity<CreatedKey> rotate(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @Valid @RequestBody(required = false) @Nullable Rotation rotation) {
        Long overlap = rotation == null ? null : rotation.overlapSeconds();
        return created(keys.rotate(caller.tenantId(), id, overlap == null ? DAY : overlap, caller.keyId()));
    }

    private static ResponseEntity<CreatedKey> created(CreatedKey created) {
        return ResponseEntity.created(
                        URI.create("/v1/api-keys/" + created.apiKey().id()))
                .body(created);
    }

    /**
     * What a rotation takes.
     *
     * @param overlapSeconds how long the old key lives on; a day when absent, 0 = it ends at once
     */
    record Rotation(
            @JsonProperty("overlap_seconds") @Nullable @PositiveOrZero @Max(30 * DAY)
            Long overlapSeconds) {}
}
