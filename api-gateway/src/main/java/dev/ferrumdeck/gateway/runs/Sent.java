package dev.ferrumdeck.gateway.runs;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A signal that the run will be told. */
record Sent(
        @JsonProperty("run_id") String runId,
        @JsonProperty("signal") String signal) {}
