package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.workflows.machine.OnError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all steps have, whatever they do.
 *
 * @param id unique in the definition; the body of a map has that of the map
 * @param dependsOn ids of the steps that must have ended first
 * @param when CEL condition over {@code input}, {@code steps}; null always holds
 * @param retry null is the tool's, or the platform's default
 * @param timeoutSeconds how long an attempt may take; null is the tool's, or the platform's default
 * @param queue the queue of its attempts; null is the tool's, or the type's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Frame(
        @JsonProperty("id") String id,
        @JsonProperty("depends_on") List<String> dependsOn,
        @JsonProperty("when") @Nullable String when,
        @JsonProperty("on_error") OnError onError,
        @JsonProperty("retry") @Nullable RetrySpec retry,
        @JsonProperty("timeout_seconds") @Nullable Long timeoutSeconds,
        @JsonProperty("queue") @Nullable String queue) {
    public Frame {
        dependsOn = dependsOn == null ? List.of() : List.copyOf(dependsOn);
        onError = onError == null ? OnError.FAIL : onError;
    }

    /** A step that runs at once and always. */
    public static Frame of(String id) {
        return new Frame(id, List.of(), null, OnError.FAIL, null, null, null);
    }
}
