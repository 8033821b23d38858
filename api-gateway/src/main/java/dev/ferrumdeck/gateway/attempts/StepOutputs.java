package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.contracts.StepIds;
import dev.ferrumdeck.gateway.journal.Values;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of what an accepted result leaves on steps: its own output, and the calls that a model proposed. */
@Repository
class StepOutputs {
    private final JdbcClient jdbc;
    private final Values values;

    StepOutputs(JdbcClient jdbc, Values values) {
        this.jdbc = jdbc;
        this.values = values;
    }

    void keep(PinnedRun run, AttemptRow attempt, Object output, long contextTokens) {
        Values.Stored stored = values.keep(run.tenantId(), run.runId(), output);
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
