package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a failed or denied step does to its run. */
public enum OnError {
    @JsonProperty("fail")
    FAIL,
    @JsonProperty("continue")
    CONTINUE
}
