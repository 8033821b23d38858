package dev.ferrumdeck.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of a policy. What no rule allows is denied.
 *
 * @param models which models may be called; null is any with a known price
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicySpec(
        @JsonProperty("name") String name,
        @JsonProperty("description") @Nullable String description,
        @JsonProperty("rules") List<RuleSpec> rules,
        @JsonProperty("models") @Nullable Models models) {
    public PolicySpec {
        rules = rules == null ? List.of() : List.copyOf(rules);
    }

    /**
     * Which models may be called.
     *
     * @param allow {@code provider/name}, in which {@code *} stands for any characters
     */
    public record Models(@JsonProperty("allow") List<String> allow) {
        public Models {
            allow = List.copyOf(allow);
        }
    }
}
