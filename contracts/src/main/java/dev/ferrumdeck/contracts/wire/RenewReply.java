package dev.ferrumdeck.contracts.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Answer to a renew: {@code cancel} asks the worker to stop and to report {@code cancelled}. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RenewReply(@JsonProperty("cancel") boolean cancel) {}
