package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Answer to a result: {@code replay} says that this very result had been accepted before. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ResultReply(
        @JsonProperty("accepted") boolean accepted,
        @JsonProperty("replay") boolean replay) {}
