package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** SQL of the workers' side of attempts. Every condition is in the statement: the row decides, by PostgreSQL's clock. */
@Repository
class AttemptStore {
    private static final String COLUMNS = """
        id, tenant_id, run_id, step_id, step_path, attempt, type, queue, effect, state, tool, tool_hash, args_sha256,
        policy_version, approval_id, max_tokens, lease_id, claim_id, key_id, worker_id, reserved, budget_ids, settled, charged,
        late_result IS NOT NULL AS reported_late, result_sha256, traceparent,
        greatest(0, extract(epoch FROM deadline - clock_timestamp()) * 1000)::bigint AS remaining_ms
        """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    AttemptStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Who claims. */
    record Claim(String workerId, String keyId, String claimId, String leaseId, Duration ttl) {}

    Optional<AttemptRow> find(String tenantId, String id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM attempts WHERE id = :id AND tenant_id = :tenant")
                .param("id", id)
                .param("tenant", tenantId)
                .query(this::map)
                .optional();
    }

    Optional<AttemptRow> lock(String id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM attempts WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query(this::map)
                .optional();
    }

    /** Takes a ready attempt; the first claim wins. */
    Optional<AttemptRow> claim(String id, Claim claim) {
        return jdbc.sql("""
            UPDATE attempts SET state = 'LEASED', lease_id = :lease, claim_id = :claim, worker_id = :worker,
                key_id = :key, claimed_at = clock_timestamp(),
                lease_expires_at = clock_timestamp() + :ttl * interval '1 millisecond',
                deadline = clock_timestamp() + step_timeout_ms * interval '1 millisecond'
            WHERE id = :id AND state = 'READY'
            RETURNING
            """ + COLUMNS)
                .param("id", id)
                .param("lease", claim.leaseId())
                .param("claim", claim.claimId())
                .param("worker", claim.workerId())
                .param("key", claim.keyId())
                .param("ttl", claim.ttl().toMillis())
                .query(this::map)
                .optional();
    }

    /** Extends a lease, also one whose time has just passed: nobody was told otherwise. */
    boolean renew(Caller caller, String id, String leaseId, boolean acting, Duration ttl) {
        return jdbc.sql("""
            UPDATE attempts SET lease_expires_at = clock_timestamp() + :ttl * interval '1 millisecond',
                state = CASE WHEN :acting AND effect = 'once' THEN 'ACTING' ELSE state END
            WHERE id = :id AND tenant_id = :tenant AND lease_id = :lease AND key_id = :key
                AND state IN ('LEASED', 'ACTING')
            """)
                        .param("id", id)
                        .param("tenant", caller.tenantId())
                        .param("key", caller.keyId())
                        .param("lease", leaseId)
                        .param("acting", acting)
                        .param("ttl", ttl.toMillis())
                        .update()
                == 1;
    }

    /**
     * How an attempt ends, beside its outcome.
     *
     * @param resultSha256 digest of the report, or null
     * @param labels what its result carries
     * @param estimated whether it is charged its reservation for want of a better number
     */
    record End(@Nullable String resultSha256, List<String> labels, boolean estimated) {}

    /** Ends an attempt that the caller has locked. */
    void end(String id, String state, Event.Outcome outcome, End end) {
        jdbc.sql("""
            UPDATE attempts SET state = :state, outcome = CAST(:outcome AS jsonb), result_sha256 = :sha256,
                labels = CAST(:labels AS text[]), estimated = :estimated, ended_at = clock_timestamp()
            WHERE id = :id
            """)
                .param("id", id)
                .param("state", state)
                .param("outcome", json.writeValueAsString(outcome))
                .param("sha256", end.resultSha256())
                .param("labels", end.labels().toArray(String[]::new))
                .param("estimated", end.estimated())
                .update();
    }

    /** Keeps a report that came after the end; the first one stays. */
    void keepLate(String id, Object report) {
        jdbc.sql("UPDATE attempts SET late_result = CAST(:report AS jsonb) WHERE id = :id AND late_result IS NULL")
                .param("id", id)
                .param("report", json.writeValueAsString(report))
                .update();
    }

    /** What was estimated is known now. */
    void corrected(String id) {
        jdbc.sql("UPDATE attempts SET estimated = false WHERE id = :id AND estimated")
                .param("id", id)
                .update();
    }

    void correctCharge(String id, Amount charged) {
        jdbc.sql("UPDATE attempts SET charged = CAST(:charged AS jsonb) WHERE id = :id")
                .param("id", id)
                .param("charged", json.writeValueAsString(charged))
                .update();
    }

    /** Why an attempt's time is up, by PostgreSQL's clock; empty when it is not. */
    Optional<TimeUp> timeUp(String id) {
        return jdbc.sql("""
            SELECT CASE
                WHEN state IN ('LEASED', 'ACTING') AND deadline < clock_timestamp() THEN 'STEP_TIMEOUT'
                WHEN state IN ('LEASED', 'ACTING') AND lease_expires_at < clock_timestamp() THEN 'LEASE'
                WHEN state = 'READY' AND queue_deadline < clock_timestamp() THEN 'QUEUE_ALLOWANCE'
                END
            FROM attempts WHERE id = :id
            """)
                .param("id", id)
                .query((row, n) -> Optional.ofNullable(row.getString(1)))
                .single()
                .map(TimeUp::valueOf);
    }

    /** Attempts whose time is up. */
    List<String> due(int limit) {
        return jdbc.sql("""
            (SELECT id FROM attempts WHERE state IN ('LEASED', 'ACTING')
                AND (lease_expires_at < clock_timestamp() OR deadline < clock_timestamp()) LIMIT :limit)
            UNION ALL
            (SELECT id FROM attempts WHERE state = 'READY' AND queue_deadline < clock_timestamp() LIMIT :limit)
            """).param("limit", limit).query(String.class).list();
    }

    /** What may be over of an attempt. */
    enum TimeUp {
        LEASE,
        STEP_TIMEOUT,
        QUEUE_ALLOWANCE
    }

    private AttemptRow map(ResultSet row, int number) throws SQLException {
        return new AttemptRow(
                row.getString("id"),
                row.getString("tenant_id"),
                row.getString("run_id"),
                row.getString("step_id"),
                row.getString("step_path"),
                row.getInt("attempt"),
                row.getString("type"),
                row.getString("queue"),
                row.getString("effect"),
                row.getString("state"),
                new AttemptRow.Basis(
                        row.getString("tool"),
                        row.getString("tool_hash"),
                        row.getString("args_sha256"),
                        row.getString("policy_version"),
                        row.getString("approval_id")),
                row.getInt("max_tokens"),
                new AttemptRow.Lease(
                        row.getString("lease_id"),
                        row.getString("claim_id"),
                        row.getString("key_id"),
                        row.getString("worker_id"),
                        row.getLong("remaining_ms")),
                accounts(row),
                row.getString("result_sha256"),
                row.getString("traceparent"));
    }

    private AttemptRow.Accounts accounts(ResultSet row) throws SQLException {
        String reserved = row.getString("reserved");
        String charged = row.getString("charged");
        return new AttemptRow.Accounts(
                reserved.equals("{}") ? Amount.ZERO : json.readValue(reserved, Amount.class),
                List.of((String[]) row.getArray("budget_ids").getArray()),
                row.getBoolean("settled"),
                charged == null ? null : json.readValue(charged, Amount.class),
                row.getBoolean("reported_late"));
    }
}
