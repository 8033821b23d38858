package dev.ferrumdeck.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a policy says of a call. Among rules that match, the one declared first here wins. */
public enum Effect {
    @JsonProperty("deny")
    DENY,
    @JsonProperty("require_approval")
    REQUIRE_APPROVAL,
    @JsonProperty("allow")
    ALLOW;

    /** The name in specifications and in the API, such as {@code require_approval}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
