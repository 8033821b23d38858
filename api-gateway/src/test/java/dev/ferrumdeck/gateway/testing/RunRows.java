package dev.ferrumdeck.gateway.testing;

import dev.ferrumdeck.contracts.StepIds;
import dev.ferrumdeck.gateway.platform.web.Ids;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.workflows.dag.AgentSpec;
import dev.ferrumdeck.workflows.dag.BudgetSpec;
import dev.ferrumdeck.workflows.dag.Effect;
import dev.ferrumdeck.workflows.dag.ModelSpec;
import dev.ferrumdeck.workflows.dag.PinnedAgent;
import dev.ferrumdeck.workflows.dag.PinnedDefinition;
import dev.ferrumdeck.workflows.dag.PinnedTool;
import dev.ferrumdeck.workflows.dag.Planner;
import dev.ferrumdeck.workflows.dag.PriceSpec;
import dev.ferrumdeck.workflows.dag.Risk;
import dev.ferrumdeck.workflows.dag.ToolSpec;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.BudgetView;
import dev.ferrumdeck.workflows.machine.Limits;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of runs as creation leaves them, and of what control adds to them. */
public final class RunRows {
    public static final Limits LIMITS = new Limits(1_000L, 500_000L, 10L, null);

    private static final Map<String, Object> ALLOW_ALL = Map.of("id", "all", "effect", "allow", "tools", List.of("*"));

    private RunRows() {}

    /** An agent that may call {@code payments.refund}. */
    public static AgentSpec agent() {
        return new AgentSpec(
                "support",
                null,
                new ModelSpec("scripted", "refunds", 500, null, new PriceSpec(100, 200)),
                "You help.",
                List.of("payments.refund"),
                "refunds",
                new BudgetSpec(500_000L, 1_000L, 10L, null),
                5,
                null,
                Map.of(
                        "type",
                        "object",
                        "required",
                        List.of("message"),
                        "properties",
                        Map.of("message", Map.of("type", "string"))),
                AgentSpec.DEFAULT_MAX_CALLS_PER_TURN,
                10);
    }

    /** A tool that needs {@code order} and {@code amount}. */
    public static ToolSpec refund() {
        return new ToolSpec(
                "payments.refund",
                "Pays back.",
                Map.of(
                        "type",
                        "object",
                        "required",
                        List.of("order", "amount"),
                        "properties",
                        Map.of("order", Map.of("type", "string"), "amount", Map.of("type", "integer"))),
                Risk.WRITE,
                Effect.ONCE,
                "payments",
                "refund",
                "tool",
                30,
                null,
                List.of());
    }

    /** Publishes a policy that allows everything. */
    public static void allowAll(JdbcClient jdbc, String tenantId, String name) {
        String id = Ids.next("pol");
        jdbc.sql("INSERT INTO policies (id, tenant_id, name, latest) VALUES (:id, :tenant, :name, 1)")
                .param("id", id)
                .param("tenant", tenantId)
                .param("name", name)
                .update();
        jdbc.sql("INSERT INTO policy_versions (policy_id, version, tenant_id, spec) VALUES (:id, 1, :tenant, :spec)")
                .param("id", id)
                .param("tenant", tenantId)
                .param("spec", Json.jsonb(Map.of("name", name, "rules", List.of(ALLOW_ALL))))
                .update();
    }

    /** A running run of {@link #agent}; its id. */
    public static String running(JdbcClient jdbc, String tenantId, String createdBy) {
        return insert(jdbc, tenantId, createdBy, "running");
    }

    /** A run with this status; its id. */
    public static String insert(JdbcClient jdbc, String tenantId, String createdBy, String status) {
        String id = Ids.next("run");
        PinnedDefinition pinned = new PinnedDefinition(
                Planner.agentDefinition(agent(), 1),
                Map.of(Planner.AGENT_STEP, new PinnedAgent(1, agent())),
                Map.of("payments.refund", new PinnedTool(1, "hash", refund())),
                Map.of(Planner.AGENT_STEP, new PriceSpec(100, 200)),
                null);
        jdbc.sql("""
                        INSERT INTO runs (id, tenant_id, kind, name, version, definition, plan, input, policy, status,
                            budget, created_by)
                        VALUES (:id, :tenant, 'agent', 'support', 1, :definition, :plan, '{"message": "hello"}',
                            'refunds', :status, :budget, :by)
                        """)
                .param("id", id)
                .param("tenant", tenantId)
                .param("definition", Json.jsonb(pinned))
                .param("plan", Json.jsonb(Planner.plan(id, pinned, tenantId, "default", Limits.NONE)))
                .param("status", status)
                .param("budget", Json.jsonb(new BudgetView(LIMITS, Amount.ZERO, Amount.ZERO, 0, 0)))
                .param("by", createdBy)
                .update();
        return id;
    }

    /** A step that runs; its id. */
    public static String step(JdbcClient jdbc, String tenantId, String runId, String path) {
        String id = StepIds.derive(runId, path);
        jdbc.sql("""
                        INSERT INTO steps (id, run_id, tenant_id, path, kind, state, attempt, input)
                        VALUES (:id, :run, :tenant, :path, 'tool', 'running', 1, '{"order": "o1"}')
                        """)
                .param("id", id)
                .param("run", runId)
                .param("tenant", tenantId)
                .param("path", path)
                .update();
        return id;
    }

    /** The next entry of a run's journal. The hashes are not real ones. */
    public static void entry(JdbcClient jdbc, String tenantId, String runId, int n, String body, String status) {
        jdbc.sql("""
                        INSERT INTO journal (run_id, n, tenant_id, previous_hash, hash, body, request_sha256)
                        VALUES (:run, :n, :tenant, 'previous', :hash, :body, 'request')
                        """)
                .param("run", runId)
                .param("n", n)
                .param("tenant", tenantId)
                .param("hash", "hash" + n)
                .param("body", body)
                .update();
        jdbc.sql("UPDATE runs SET entries = :n, head_hash = :hash, status = :status WHERE id = :run")
                .param("run", runId)
                .param("n", n)
                .param("hash", "hash" + n)
                .param("status", status)
                .update();
    }

    /** The bodies that wait for a run in the outbox, of one kind. */
    public static List<String> outbox(JdbcClient jdbc, String runId, String kind) {
        return jdbc.sql("SELECT body FROM outbox WHERE run_id = :run AND kind = :kind ORDER BY id")
                .param("run", runId)
                .param("kind", kind)
                .query(String.class)
                .list();
    }

    /** The actions of the audit events about a subject, oldest first. */
    public static List<String> audit(JdbcClient jdbc, String subject) {
        return jdbc.sql("SELECT action FROM audit_events WHERE subject = :subject ORDER BY id")
                .param("subject", subject)
                .query(String.class)
                .list();
    }
}
