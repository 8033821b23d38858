package dev.ferrumdeck.gateway.platform.health;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /health/ready} says.
 *
 * @param status {@code ready}, {@code degraded} (an optional dependency is away) or {@code not-ready}
 */
record Readiness(
        @JsonProperty("status") String status,
        @JsonProperty("version") String version,
        @JsonProperty("dependencies") Map<String, Dependency> dependencies) {

    /**
     * One dependency.
     *
     * @param status {@code up} or {@code down}
     * @param detail its version, or in short why it is down
     */
    record Dependency(
            @JsonProperty("status") String status,
            @JsonProperty("required") boolean required,
            @JsonProperty("detail") @Nullable String detail) {
        boolean up() {
            return status.equals("up");
        }
    }
}
