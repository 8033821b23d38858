package dev.ferrumdeck.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says of a call.
 *
 * @param rule id of the rule that names the decision, or {@link #DEFAULT_DENY}
 * @param reason one line for people and for the model
 * @param approval who must agree, for {@code REQUIRE_APPROVAL}; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyDecision(
        @JsonProperty("effect") Effect effect,
        @JsonProperty("rule") String rule,
        @JsonProperty("reason") String reason,
        @JsonProperty("approval") @Nullable ApprovalSpec approval) {
    /** The rule of what no rule allows. */
    public static final String DEFAULT_DENY = "default-deny";

    /** The rule of models that {@code models.allow} names, or that nothing forbids. */
    public static final String MODELS_ALLOW = "models-allow";

    public boolean isAllowed() {
        return effect == Effect.ALLOW;
    }
}
