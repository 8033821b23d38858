package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The budget of a run at one moment.
 *
 * @param workMillis work time so far
 * @param overruns how many attempts used more than was reserved for them
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BudgetView(
        @JsonProperty("limits") Limits limits,
        @JsonProperty("spent") Amount spent,
        @JsonProperty("reserved") Amount reserved,
        @JsonProperty("work_ms") long workMillis,
        @JsonProperty("overruns") int overruns) {}
