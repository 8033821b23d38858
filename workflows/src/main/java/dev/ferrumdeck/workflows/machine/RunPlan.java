package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lean plan of a run, pinned at its creation: the input of the workflow. Below 256 KiB of JSON. An agent run has one
 * step of kind {@code AGENT} with the id {@code agent}.
 *
 * @param title one line for people, such as {@code agent support v3}; no secrets
 * @param steps in topological order
 * @param limits the budget at the start
 * @param timeoutMillis the deadline of the run over its work time, or null
 * @param maxInFlight how many attempts of the run may be with workers at once
 * @param agent name of the agent, or of the workflow definition
 * @param machineVersion the version of the machine that drives the run to its end ({@link MachineVersion}); 1 when absent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunPlan(
        @JsonProperty("run_id") String runId,
        @JsonProperty("title") String title,
        @JsonProperty("steps") List<PlanStep> steps,
        @JsonProperty("limits") Limits limits,
        @JsonProperty("timeout_ms") @Nullable Long timeoutMillis,
        @JsonProperty("max_in_flight") int maxInFlight,
        @JsonProperty("tenant") String tenant,
        @JsonProperty("project") String project,
        @JsonProperty("agent") String agent,
        @JsonProperty("machine_version") Integer machineVersion) {
    /** The version of the machine that new runs are created with. */
    public static final int NEWEST_MACHINE = MachineVersion.CURRENT;

    public RunPlan {
        steps = List.copyOf(steps);
        machineVersion = machineVersion == null ? 1 : machineVersion;
    }
}
