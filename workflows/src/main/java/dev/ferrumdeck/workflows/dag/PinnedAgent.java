package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The version of an agent that a run uses to its end. */
public record PinnedAgent(
        @JsonProperty("version") int version,
        @JsonProperty("spec") AgentSpec spec) {}
