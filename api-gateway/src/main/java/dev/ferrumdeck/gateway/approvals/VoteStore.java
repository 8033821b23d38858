package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.gateway.platform.web.Ids;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;

/** SQL of the table {@code votes}. One vote per approval and principal; the approval's row is locked by the caller. */
@Repository
class VoteStore {
    /** A vote as it was cast. */
    record Cast(
            String voter,
            @Nullable String voterName,
            String via,
            String verdict,
            @Nullable String arguments,
            @Nullable String reason,
            Instant at) {}

    private final JdbcClient jdbc;

    VoteStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Approval approval, Voter voter, Ballot ballot) {
        jdbc.sql("""
            INSERT INTO votes (id, approval_id, tenant_id, voter, principal, via, verdict, arguments, reason)
            VALUES (:id, :approval, :tenant, :voter, :principal, :via, :verdict, CAST(:arguments AS jsonb), :reason)
            """)
                .param("id", Ids.next("vot"))
                .param("approval", approval.id())
                .param("tenant", approval.subject().tenantId())
                .param("voter", voter.id())
                .param("principal", voter.principal())
                .param("via", voter.via())
                .param("verdict", ballot.decision().wireName())
                .param("arguments", values(ballot))
                .param("reason", ballot.reason())
                .update();
    }

    boolean hasVoted(String approvalId, String principal) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM votes WHERE approval_id = :approval AND principal = :principal)")
                .param("approval", approvalId)
                .param("principal", principal)
                .query(Boolean.class)
                .single();
    }

    /** How many said the same; edits are the same when their arguments are. */
    int countLike(String approvalId, Ballot ballot) {
        return jdbc.sql("""
            SELECT count(*) FROM votes WHERE approval_id = :approval AND verdict = :verdict
                AND (verdict <> 'edit' OR arguments = CAST(:arguments AS jsonb))
            """)
                .param("approval", approvalId)
                .param("verdict", ballot.decision().wireName())
                .param("arguments", values(ballot))
                .query(Integer.class)
                .single();
    }

    List<Cast> list(String approvalId) {
        return jdbc.sql("""
            SELECT v.*, k.name AS voter_name FROM votes v LEFT JOIN api_keys k ON k.id = v.voter
            WHERE v.approval_id = :approval ORDER BY v.id
            """)
                .param("approval", approvalId)
                .query((row, number) -> new Cast(
                        row.getString("voter"),
                        row.getString("voter_name"),
                        row.getString("via"),
                        row.getString("verdict"),
                        row.getString("arguments"),
                        row.getString("reason"),
                        row.getTimestamp("created_at").toInstant()))
                .list();
    }

    private static @Nullable String values(Ballot ballot) {
        JsonNode values = ballot.arguments() != null ? ballot.arguments() : ballot.result();
        return values == null ? null : values.toString();
    }
}
