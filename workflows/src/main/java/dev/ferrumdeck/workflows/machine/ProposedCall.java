package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A tool call that a model proposed, without its values.
 *
 * @param index its place in the model's answer, from 0
 * @param tool the tool's name
 * @param argsSha256 digest of its canonical arguments: the loop breaker compares it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProposedCall(
        @JsonProperty("index") int index,
        @JsonProperty("tool") String tool,
        @JsonProperty("args_sha256") String argsSha256) {}
