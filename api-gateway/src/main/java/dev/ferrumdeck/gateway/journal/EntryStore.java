package dev.ferrumdeck.gateway.journal;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.ferrumdeck.contracts.StepIds;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.RunView;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** SQL of what an entry writes beside the journal: one batch for each table. */
@Repository
class EntryStore {
    private final JdbcClient jdbc;
    private final JdbcTemplate batch;
    private final JsonMapper json;
    private final DispatchTimes times;

    EntryStore(JdbcClient jdbc, JdbcTemplate batch, JsonMapper json, DispatchTimes times) {
        this.jdbc = jdbc;
        this.batch = batch;
        this.json = json;
        this.times = times;
    }

    /** Idempotent by (run, step path, attempt): the caller has looked for rows that are there. */
    void insertAttempts(PinnedRun run, List<NewAttempt> attempts, @Nullable String traceparent) {
        batch.batchUpdate(
                """
                INSERT INTO attempts (id, run_id, tenant_id, step_id, step_path, attempt, type, queue, effect, state, tool,
                    tool_hash, args_sha256, policy_version, approval_id, reserved, max_tokens, budget_ids, outcome,
                    queue_deadline, step_timeout_ms, traceparent, rung_at, rings, ended_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?::text[], ?::jsonb,
                    clock_timestamp() + ? * interval '1 millisecond', ?, ?,
                    CASE WHEN ? THEN clock_timestamp() END, ?, CASE WHEN ? THEN clock_timestamp() END)
                ON CONFLICT (run_id, step_path, attempt) DO NOTHING
                """,
                attempts.stream()
                        .map(attempt -> attemptValues(run, attempt, traceparent))
                        .toList());
    }

    private @Nullable Object[] attemptValues(PinnedRun run, NewAttempt attempt, @Nullable String traceparent) {
        boolean ready = attempt.outcome() == null;
        return new @Nullable Object[] {
            attempt.id(),
            run.runId(),
            run.tenantId(),
            StepIds.derive(run.runId(), attempt.path()),
            attempt.path(),
            attempt.attempt(),
            attempt.type(),
            attempt.work().queue(),
            attempt.work().effect(),
            attempt.state(),
            attempt.basis().tool(),
            attempt.basis().toolHash(),
            attempt.basis().argsSha256(),
            attempt.basis().policyVersion(),
            attempt.basis().approvalId(),
            json.writeValueAsString(attempt.reservation().amount()),
            attempt.reservation().maxTokens(),
            "{" + String.join(",", attempt.reservation().budgetIds()) + "}",
            ready ? null : json.writeValueAsString(attempt.outcome()),
            times.queueAllowance().toMillis(),
            attempt.work().timeout().toMillis(),
            traceparent,
            ready,
            ready ? 1 : 0,
            !ready
        };
    }

    /** Idempotent by (run, step path, attempt). */
    void insertDecisions(PinnedRun run, List<NewDecision> decisions) {
        batch.batchUpdate(
                """
                INSERT INTO decisions (id, tenant_id, run_id, step_path, attempt, tool, effect, rule, reason, policy_version,
                    args_sha256, input)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                ON CONFLICT (run_id, step_path, attempt) DO NOTHING
                """,
                decisions.stream()
                        .map(decision -> new Object[] {
                            "dec_" + UlidCreator.getMonotonicUlid(),
                            run.tenantId(),
                            run.runId(),
                            decision.path(),
                            decision.attempt(),
                            decision.tool(),
                            decision.decided().effect().wireName(),
                            decision.decided().decision().rule(),
                            decision.decided().decision().reason(),
                            decision.decided().policyVersion(),
                            decision.argsSha256(),
                            json.writeValueAsString(decision.decided().input())
                        })
                        .toList());
    }

    /** Idempotent by step: the newest entry's word stands. */
    void upsertSteps(PinnedRun run, Collection<StepWrite> writes) {
        batch.batchUpdate(
                """
                INSERT INTO steps AS s (id, run_id, tenant_id, path, kind, state, attempt, tool, code, note,
                    input, input_sha256, output, output_sha256, context_tokens, started_at, ended_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?::jsonb, ?, ?,
                    CASE WHEN ? THEN clock_timestamp() END, CASE WHEN ? THEN clock_timestamp() END)
                ON CONFLICT (id) DO UPDATE SET
                    state = EXCLUDED.state, attempt = EXCLUDED.attempt, code = EXCLUDED.code, note = EXCLUDED.note,
                    tool = coalesce(EXCLUDED.tool, s.tool),
                    input = CASE WHEN ? THEN EXCLUDED.input ELSE s.input END,
                    input_sha256 = CASE WHEN ? THEN EXCLUDED.input_sha256 ELSE s.input_sha256 END,
                    output = CASE WHEN ? THEN EXCLUDED.output ELSE s.output END,
                    output_sha256 = CASE WHEN ? THEN EXCLUDED.output_sha256 ELSE s.output_sha256 END,
                    context_tokens = CASE WHEN EXCLUDED.context_tokens > 0 THEN EXCLUDED.context_tokens
                        ELSE s.context_tokens END,
                    started_at = coalesce(s.started_at, EXCLUDED.started_at),
                    ended_at = EXCLUDED.ended_at
                """, writes.stream().map(write -> stepValues(run, write)).toList());
    }

    private static @Nullable Object[] stepValues(PinnedRun run, StepWrite write) {
        StepRow row = write.row();
        Values.Stored input = write.input() == null ? Values.Stored.NOTHING : write.input();
        Values.Stored output = write.output() == null ? Values.Stored.NOTHING : write.output();
        boolean hasInput = write.input() != null;
        boolean hasOutput = write.output() != null;
        return new @Nullable Object[] {
            StepIds.derive(run.runId(), row.path()),
            run.runId(),
            run.tenantId(),
            row.path(),
            lower(row.kind()),
            lower(row.state()),
            row.attempt(),
            row.tool(),
            row.code(),
            row.note(),
            input.inline(),
            input.sha256(),
            output.inline(),
            output.sha256(),
            row.contextTokens(),
            row.attempt() > 0 || !lower(row.state()).equals("pending"),
            row.state().isTerminal(),
            hasInput,
            hasInput,
            hasOutput,
            hasOutput
        };
    }

    /** A step that failed although it was worth another try: its tries are used up. */
    void insertDeadLetters(PinnedRun run, List<String> failedPaths) {
        if (failedPaths.isEmpty()) {
            return;
        }
        jdbc.sql("""
            INSERT INTO dead_letters (id, tenant_id, run_id, step_path, attempts, code, message)
            SELECT 'dlq_' || substr(s.id, 5), s.tenant_id, s.run_id, s.path, s.attempt,
                coalesce(s.code, 'internal'), coalesce(a.outcome->>'message', s.note)
            FROM steps s
            JOIN attempts a ON a.run_id = s.run_id AND a.step_path = s.path AND a.attempt = s.attempt
            WHERE s.run_id = :run AND s.path = ANY(:paths)
                AND (a.state = 'EXPIRED' OR (a.outcome->>'retryable')::boolean)
            ON CONFLICT (run_id, step_path) DO NOTHING
            """)
                .param("run", run.runId())
                .param("paths", failedPaths.toArray(String[]::new))
                .update();
    }

    /** Steps that the gateway could not carry out, for a fault of its own: a person is to look. */
    void insertRefused(PinnedRun run, Collection<String> paths) {
        if (paths.isEmpty()) {
            return;
        }
        jdbc.sql("""
            INSERT INTO dead_letters (id, tenant_id, run_id, step_path, attempts, code, message)
            SELECT 'dlq_' || substr(s.id, 5), s.tenant_id, s.run_id, s.path, s.attempt, 'internal', :why
            FROM steps s WHERE s.run_id = :run AND s.path = ANY(:paths)
            ON CONFLICT (run_id, step_path) DO NOTHING
            """)
                .param("run", run.runId())
                .param("why", Refusal.INTERNAL.why())
                .param("paths", paths.toArray(String[]::new))
                .update();
    }

    /** The projection of a run after an entry. */
    void updateRun(EntryContext context, String hash) {
        RunView view = context.entry().view();
        Command.Finish end = context.finish().orElse(null);
        jdbc.sql("""
            UPDATE runs SET status = :status, waiting_for = :waitingFor, code = :code, message = :message,
                ended_step = :endedStep, output = coalesce(CAST(:output AS jsonb), output),
                budget = CAST(:budget AS jsonb), entries = :n, head_hash = :hash,
                taint = CAST(:taint AS text[]), touched_at = clock_timestamp(),
                started_at = coalesce(started_at, clock_timestamp()),
                ended_at = CASE WHEN :over THEN coalesce(ended_at, clock_timestamp()) END
            WHERE id = :run
            """)
                .param("status", lower(view.status()))
                .param("waitingFor", view.waitingFor())
                .param("code", end == null ? null : end.code())
                .param("message", end == null ? null : end.message())
                .param("endedStep", end == null ? null : end.step())
                .param("output", context.output())
                .param("budget", json.writeValueAsString(view.budget()))
                .param("n", context.entry().n())
                .param("hash", hash)
                .param("taint", context.taint().toArray(String[]::new))
                .param("over", view.status().isTerminal())
                .param("run", context.run().runId())
                .update();
    }

    /** The journal says otherwise than the machine: a person is needed. */
    void pauseDiverged(String runId, String note) {
        jdbc.sql("""
            UPDATE runs SET status = 'paused', waiting_for = 'a person: the journal diverged',
                code = 'journal-diverged', message = :note, touched_at = clock_timestamp()
            WHERE id = :run AND status NOT IN ('completed', 'failed', 'cancelled', 'budget_exceeded')
            """).param("note", note).param("run", runId).update();
    }

    /** None of these attempts was rung for: the sweep is to do it soon. */
    void forgetRings(List<String> attemptIds) {
        jdbc.sql("UPDATE attempts SET rung_at = NULL WHERE id = ANY(:ids) AND state = 'READY'")
                .param("ids", attemptIds.toArray(String[]::new))
                .update();
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
