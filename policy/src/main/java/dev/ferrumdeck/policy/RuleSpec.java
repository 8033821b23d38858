package dev.ferrumdeck.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a policy.
 *
 * @param id unique in its policy
 * @param tools names of tools, in which {@code *} stands for any characters
 * @param when CEL condition; null always holds
 * @param approval who must agree, for {@code require_approval}; null is {@link ApprovalSpec#DEFAULT}
 * @param reason for people and for the model, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuleSpec(
        @JsonProperty("id") String id,
        @JsonProperty("effect") Effect effect,
        @JsonProperty("tools") List<String> tools,
        @JsonProperty("when") @Nullable String when,
        @JsonProperty("approval") @Nullable ApprovalSpec approval,
        @JsonProperty("reason") @Nullable String reason) {
    public RuleSpec {
        tools = List.copyOf(tools);
    }
}
