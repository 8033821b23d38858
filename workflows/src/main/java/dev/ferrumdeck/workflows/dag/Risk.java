package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a tool can do to the world; policies see it as {@code tool.risk}. */
public enum Risk {
    @JsonProperty("read")
    READ,
    @JsonProperty("write")
    WRITE,
    @JsonProperty("destructive")
    DESTRUCTIVE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
