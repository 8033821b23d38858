package dev.ferrumdeck.workflows.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.workflows.machine.RunPlan;
import org.jspecify.annotations.Nullable;

/**
 * Input of the run workflow.
 *
 * @param carried what an earlier execution of the same run hands on (continue-as-new); null at the start
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunInput(
        @JsonProperty("plan") RunPlan plan,
        @JsonProperty("carried") @Nullable Carried carried) {}
