package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What happens when a tool is called again: nothing, nothing thanks to the idempotency key, or it happens twice. */
public enum Effect {
    @JsonProperty("none")
    NONE,
    @JsonProperty("idempotent")
    IDEMPOTENT,
    @JsonProperty("once")
    ONCE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
