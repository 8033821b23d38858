package dev.ferrumdeck.workflows.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.workflows.machine.RunView;

/**
 * What Temporal shows as the result of a run that completed: how it went, and where its values are. No value is in it.
 *
 * @param entries how many entries its journal has
 * @param costMicros what it cost, in micro-dollars
 * @param output where its output is read
 */
public record RunResult(
        @JsonProperty("status") String status,
        @JsonProperty("entries") int entries,
        @JsonProperty("cost_micros") long costMicros,
        @JsonProperty("tokens") long tokens,
        @JsonProperty("tool_calls") long toolCalls,
        @JsonProperty("output") String output) {

    static RunResult of(String runId, RunView view, int entries) {
        var spent = view.budget().spent();
        return new RunResult(
                "completed",
                entries,
                spent.costMicros(),
                spent.tokens(),
                spent.toolCalls(),
                "ferrumdeck run get " + runId);
    }
}
