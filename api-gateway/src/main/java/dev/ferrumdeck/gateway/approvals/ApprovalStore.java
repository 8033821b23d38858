package dev.ferrumdeck.gateway.approvals;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.ferrumdeck.contracts.StepIds;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;

/** SQL of the table {@code approvals}. Times are PostgreSQL's. */
@Repository
class ApprovalStore {
    private static final ApprovalRow ROW = new ApprovalRow();
    private static final String COLUMNS =
            "a.*, (SELECT k.name FROM api_keys k WHERE k.id = a.decided_by) AS decided_by_name";

    private final JdbcClient jdbc;

    ApprovalStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Idempotent by (run, step path, attempt, kind). */
    String insert(ApprovalRequest request) {
        ApprovalRequest.Subject subject = request.subject();
        ApprovalRequest.Question question = request.question();
        ApprovalRequest.Terms terms = request.terms();
        return jdbc.sql("""
            INSERT INTO approvals (id, tenant_id, run_id, step_id, step_path, attempt, kind, title, reason,
                rule, tool, tool_hash, policy_version, arguments, args_sha256, quorum, approver_role,
                requested_by, requester, expires_at)
            VALUES (:id, :tenant, :run, :step, :path, :attempt, :kind, :title, :reason,
                :rule, :tool, :toolHash, :policyVersion, CAST(:arguments AS jsonb), :sha256, :quorum, :role,
                :requestedBy,
                coalesce((SELECT principal FROM api_keys WHERE id = :requestedBy), :requestedBy), clock_timestamp() + :expiresMillis * interval '1 millisecond')
            ON CONFLICT (run_id, step_path, attempt, kind) DO NOTHING
            RETURNING id
            """)
                .param("id", "apr_" + UlidCreator.getMonotonicUlid())
                .param("tenant", subject.tenantId())
                .param("run", subject.runId())
                .param("step", StepIds.derive(subject.runId(), subject.stepPath()))
                .param("path", subject.stepPath())
                .param("attempt", subject.attempt())
                .param("kind", question.kind().wireName())
                .param("title", question.title())
                .param("reason", question.reason())
                .param("rule", terms.rule())
                .param("tool", question.tool())
                .param("toolHash", question.toolHash())
                .param("policyVersion", terms.policyVersion())
                .param("arguments", text(question.arguments()))
                .param("sha256", question.argsSha256())
                .param("quorum", terms.quorum())
                .param("role", terms.approverRole())
                .param("requestedBy", subject.requestedBy())
                .param("expiresMillis", terms.expiresIn().toMillis())
                .query(String.class)
                .optional()
                .orElseGet(() -> idOf(subject, question.kind()));
    }

    private String idOf(ApprovalRequest.Subject subject, ApprovalKind kind) {
        return jdbc.sql("""
            SELECT id FROM approvals
            WHERE run_id = :run AND step_path = :path AND attempt = :attempt AND kind = :kind
            """)
                .param("run", subject.runId())
                .param("path", subject.stepPath())
                .param("attempt", subject.attempt())
                .param("kind", kind.wireName())
                .query(String.class)
                .single();
    }

    int close(String runId, @Nullable String stepPath) {
        return jdbc.sql("""
            UPDATE approvals SET status = 'closed', decided_at = clock_timestamp()
            WHERE run_id = :run AND status = 'pending'
                AND (CAST(:path AS text) IS NULL OR step_path = :path)
            """).param("run", runId).param("path", stepPath).update();
    }

    Optional<Approval> find(String id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM approvals a WHERE a.id = :id")
                .param("id", id)
                .query(ROW)
                .optional();
    }

    Optional<Approval> lock(String id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM approvals a WHERE a.id = :id FOR UPDATE")
                .param("id", id)
                .query(ROW)
                .optional();
    }

    /** Approvals of a tenant, newest first; {@code before} is an id. */
    List<Approval> list(
            String tenantId, @Nullable String status, @Nullable String runId, @Nullable String before, int limit) {
        JdbcClient.StatementSpec query = jdbc.sql("SELECT " + COLUMNS + " FROM approvals a WHERE a.tenant_id = :tenant"
                + (status == null ? "" : " AND a.status = :status")
                + (runId == null ? "" : " AND a.run_id = :run")
                + (before == null ? "" : " AND a.id < :before")
                + " ORDER BY a.id DESC LIMIT :limit");
        query = status == null ? query : query.param("status", status);
        query = runId == null ? query : query.param("run", runId);
        query = before == null ? query : query.param("before", before);
        return query.param("tenant", tenantId).param("limit", limit).query(ROW).list();
    }

    /** Whether the time of an approval is up. */
    boolean isOverdue(String id) {
        return jdbc.sql("SELECT expires_at <= clock_timestamp() FROM approvals WHERE id = :id")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    /** Decides a pending approval that the caller has locked. */
    Approval resolve(String id, ApprovalStatus status, @Nullable String by, @Nullable Ballot ballot) {
        return jdbc.sql("""
            UPDATE approvals a SET status = :status, decided_by = :by, decision_note = :note,
                edited_arguments = CAST(:edited AS jsonb), result = CAST(:result AS jsonb),
                decided_at = clock_timestamp()
            WHERE a.id = :id AND a.status = 'pending'
            RETURNING a.*,
                (SELECT k.name FROM api_keys k WHERE k.id = a.decided_by) AS decided_by_name
            """)
                .param("id", id)
                .param("status", status.wireName())
                .param("by", by)
                .param("note", ballot == null ? null : ballot.reason())
                .param("edited", ballot == null ? null : text(ballot.arguments()))
                .param("result", ballot == null ? null : text(ballot.result()))
                .query(ROW)
                .single();
    }

    boolean consume(String id, String stepId) {
        return jdbc.sql("""
            UPDATE approvals SET consumed_by = :step
            WHERE id = :id AND status = 'approved' AND (consumed_by IS NULL OR consumed_by = :step)
            """).param("id", id).param("step", stepId).update() == 1;
    }

    private static @Nullable String text(@Nullable JsonNode json) {
        return json == null ? null : json.toString();
    }
}
