package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.workflows.dag.PinnedDefinition;
import dev.ferrumdeck.workflows.machine.RunPlan;
import org.jspecify.annotations.Nullable;

/**
 * A run that is about to be stored.
 *
 * @param version of the agent or the definition, as pinned
 * @param createdBy id of the caller's key
 */
record NewRun(
        String id,
        String tenantId,
        RunRequest request,
        int version,
        PinnedDefinition pinned,
        RunPlan plan,
        String createdBy,
        @Nullable String traceparent) {}
