package dev.ferrumdeck.gateway.approvals;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A row of {@code approvals} as a record. */
final class ApprovalRow implements RowMapper<Approval> {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public Approval mapRow(ResultSet row, int number) throws SQLException {
        Instant createdAt = row.getTimestamp("created_at").toInstant();
        Instant expiresAt = row.getTimestamp("expires_at").toInstant();
        return new Approval(
                row.getString("id"),
                row.getString("step_id"),
                subject(row),
                row.getString("requester"),
                question(row),
                new ApprovalRequest.Terms(
                        row.getInt("quorum"),
                        row.getString("approver_role"),
                        Duration.between(createdAt, expiresAt),
                        row.getString("rule"),
                        row.getString("policy_version")),
                ApprovalStatus.of(row.getString("status")),
                resolution(row),
                row.getString("consumed_by"),
                createdAt,
                expiresAt);
    }

    private static ApprovalRequest.Subject subject(ResultSet row) throws SQLException {
        return new ApprovalRequest.Subject(
                row.getString("tenant_id"),
                row.getString("run_id"),
                row.getString("step_path"),
                row.getInt("attempt"),
                row.getString("requested_by"));
    }

    private static ApprovalRequest.Question question(ResultSet row) throws SQLException {
        return new ApprovalRequest.Question(
                ApprovalKind.of(row.getString("kind")),
                row.getString("title"),
                row.getString("reason"),
                row.getString("tool"),
                row.getString("tool_hash"),
                json(row, "arguments"),
                row.getString("args_sha256"));
    }

    private static Approval.@Nullable Resolution resolution(ResultSet row) throws SQLException {
        Timestamp decidedAt = row.getTimestamp("decided_at");
        if (decidedAt == null) {
            return null;
        }
        return new Approval.Resolution(
                row.getString("decided_by"),
                row.getString("decided_by_name"),
                row.getString("decision_note"),
                json(row, "edited_arguments"),
                json(row, "result"),
                decidedAt.toInstant());
    }

    private static @Nullable JsonNode json(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : JSON.readTree(text);
    }
}
