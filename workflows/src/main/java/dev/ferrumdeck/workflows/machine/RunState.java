package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state of a run between two entries of its journal. Immutable; JSON for continue-as-new. */
public record RunState(@JsonProperty("status") RunStatus status) {}
