package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.contracts.StepIds;
import dev.ferrumdeck.gateway.journal.LargeValues;
import dev.ferrumdeck.gateway.journal.Values;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of what an accepted result leaves on steps: its own output, and the calls that a model proposed. */
@Repository
class StepOutputs {
    private static final String OPAQUE_SHA256 = "opaque_sha256";

    private final JdbcClient jdbc;
    private final Values values;
    private final LargeValues large;

    StepOutputs(JdbcClient jdbc, Values values, LargeValues large) {
        this.jdbc = jdbc;
        this.values = values;
        this.large = large;
    }

    /** What was kept for the provider of a model's output; null when there is nothing. */
    @Nullable
    String opaque(String tenantId, @Nullable Object output) {
        return output instanceof Map<?, ?> map && map.get(OPAQUE_SHA256) instanceof String sha256
                ? new String(large.get(tenantId, sha256), StandardCharsets.UTF_8)
                : null;
    }

    /**
     * Keeps an output.
     *
     * @param opaque what is kept for a provider, byte for byte and by its digest, or null
     */
    void keep(PinnedRun run, AttemptRow attempt, Object output, @Nullable String opaque, long contextTokens) {
        Object whole = output;
        if (opaque != null && output instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> named = new LinkedHashMap<>(map);
            byte[] bytes = opaque.getBytes(StandardCharsets.UTF_8);
            named.put(OPAQUE_SHA256, large.put(run.tenantId(), run.runId(), bytes));
            whole = named;
        }
        Values.Stored stored = values.keep(run.tenantId(), run.runId(), whole);
        jdbc.sql("""
            UPDATE steps SET output = CAST(:output AS jsonb), output_sha256 = :sha256, context_tokens = :tokens
            WHERE id = :id
            """)
                .param("output", stored.inline())
                .param("sha256", stored.sha256())
                .param("tokens", contextTokens)
                .param("id", attempt.stepId())
                .update();
    }

    /** Keeps what was changed of the output, for people to see. */
    void note(String stepId, List<String> notes) {
        if (!notes.isEmpty()) {
            jdbc.sql("UPDATE steps SET value_notes = CAST(:notes AS jsonb) WHERE id = :id")
                    .param("notes", Json.write(notes))
                    .param("id", stepId)
                    .update();
        }
    }

    /** Idempotent by step: the first proposal of a call stays. */
    void propose(PinnedRun run, List<Outcomes.Proposal> calls) {
        for (Outcomes.Proposal call : calls) {
            Values.Stored stored = values.keep(run.tenantId(), run.runId(), call.arguments());
            jdbc.sql("""
                INSERT INTO steps (id, run_id, tenant_id, path, kind, state, tool, input, input_sha256)
                VALUES (:id, :run, :tenant, :path, 'tool', 'pending', :tool, CAST(:input AS jsonb), :sha256)
                ON CONFLICT (id) DO NOTHING
                """)
                    .param("id", StepIds.derive(run.runId(), call.path().toString()))
                    .param("run", run.runId())
                    .param("tenant", run.tenantId())
                    .param("path", call.path().toString())
                    .param("tool", call.tool())
                    .param("input", stored.inline())
                    .param("sha256", stored.sha256())
                    .update();
        }
    }
}
