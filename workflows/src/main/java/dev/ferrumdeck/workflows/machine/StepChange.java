package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A step that an entry changed: the projection in the {@code steps} table and on every screen.
 *
 * @param step its path
 * @param attempt its newest attempt, 0 before the first
 * @param code why, as the wire name of an error code, or null
 * @param note one short line for people, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StepChange(
        @JsonProperty("step") String step,
        @JsonProperty("kind") StepKind kind,
        @JsonProperty("state") StepState state,
        @JsonProperty("attempt") int attempt,
        @JsonProperty("code") @Nullable String code,
        @JsonProperty("note") @Nullable String note) {}
