package dev.ferrumdeck.gateway.runs;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.gateway.budgets.Budgets;
import java.util.List;
import org.springframework.stereotype.Component;

/** What a run may still use. */
@Component
class RunBudgets {
    private final Budgets budgets;
    private final AttemptQueries attempts;

    RunBudgets(Budgets budgets, AttemptQueries attempts) {
        this.budgets = budgets;
        this.attempts = attempts;
    }

    /**
     * The budget of a run.
     *
     * @param run {@code {limits, spent, reserved, work_ms, overruns}}
     * @param estimatedCalls how many model calls are charged what was reserved: nobody said what they used
     * @param wider the budgets of the tenant and the agent: all of them must have room
     */
    record Resource(
            @JsonProperty("run_id") String runId,
            @JsonProperty("run") Object run,
            @JsonProperty("estimated_calls") int estimatedCalls,
            @JsonProperty("wider") List<Budgets.Resource> wider) {}

    Resource of(RunRow run) {
        return new Resource(
                run.id(), run.budget(), attempts.estimated(run.id()), budgets.above(run.tenantId(), run.name()));
    }
}
