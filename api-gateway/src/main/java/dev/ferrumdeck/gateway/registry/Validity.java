package dev.ferrumdeck.gateway.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.gateway.platform.web.Violation;
import java.util.List;

/**
 * What a check without publishing found.
 *
 * @param valid whether it could be published
 * @param errors why not
 * @param warnings what a run would still be refused for, such as a tool that is not registered yet
 */
record Validity(
        @JsonProperty("valid") boolean valid,
        @JsonProperty("errors") List<Violation> errors,
        @JsonProperty("warnings") List<Violation> warnings) {
    static Validity of(List<Violation> errors, List<Violation> warnings) {
        return new Validity(errors.isEmpty(), errors, warnings);
    }
}
