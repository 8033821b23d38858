package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.gateway.platform.web.Ids;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.policy.PolicyParser;
import dev.ferrumdeck.workflows.dag.AgentSpec;
import dev.ferrumdeck.workflows.dag.Definition;
import dev.ferrumdeck.workflows.dag.DefinitionParser;
import dev.ferrumdeck.workflows.dag.PinnedAgent;
import dev.ferrumdeck.workflows.dag.PinnedDefinition;
import dev.ferrumdeck.workflows.dag.PinnedTool;
import dev.ferrumdeck.workflows.dag.Pinning;
import dev.ferrumdeck.workflows.dag.Planner;
import dev.ferrumdeck.workflows.dag.PriceSpec;
import dev.ferrumdeck.workflows.dag.ToolSpec;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.RunPlan;
import dev.ferrumdeck.workflows.run.Control;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** A gateway with a real database; what tests of runs need: tools, agents, policies, runs, and a worker's calls. */
abstract class RunTestBase extends GatewayWebTest {
    static final String ALLOW_ALL = "{name: default, rules: [{id: all, effect: allow, tools: ['*']}]}";

    @Autowired
    protected Control control;

    @Autowired
    protected RecordingDoorbell doorbell;

    protected String tenant = "";
    protected String worker = "";
    private final Map<String, PinnedTool> tools = new HashMap<>();
    private final Map<String, PinnedAgent> agents = new HashMap<>();

    @BeforeEach
    void tenantAndWorker() {
        tenant = tenant();
        worker = keys.worker(tenant, "llm", "tool");
        doorbell.away = false;
        tool("{name: orders.lookup, description: Looks an order up, risk: read, effect: none, server: orders,"
                + " input_schema: {type: object, properties: {id: {type: string}}, required: [id]}}");
        tool("{name: payments.refund, description: Pays back, risk: write, effect: once, server: payments,"
                + " input_schema: {type: object, properties: {amount: {type: number}}, required: [amount]}}");
    }

    /** What runs are driven through. */
    protected Control control() {
        return new Insistent(control);
    }

    protected void tool(String yaml) {
        ToolSpec spec = DefinitionParser.parseTool(yaml).value();
        tools.put(spec.name(), new PinnedTool(1, Digests.sha256Hex(spec.name()), spec));
    }

    protected void agent(String yaml) {
        AgentSpec spec = DefinitionParser.parseAgent(yaml).value();
        agents.put(spec.name(), new PinnedAgent(1, spec));
    }

    /** Publishes a version of a policy. */
    protected void policy(String yaml) {
        var spec = PolicyParser.parse(yaml).value();
        String id = "pol_" + tenant + "_" + spec.name();
        jdbc.sql("INSERT INTO policies (id, tenant_id, name, latest) VALUES (:id, :tenant, :name, 1)"
                        + " ON CONFLICT (id) DO UPDATE SET latest = policies.latest + 1")
                .param("id", id)
                .param("tenant", tenant)
                .param("name", spec.name())
                .update();
        jdbc.sql("INSERT INTO policy_versions (policy_id, version, tenant_id, spec)"
                        + " SELECT id, latest, tenant_id, CAST(:spec AS jsonb) FROM policies WHERE id = :id")
                .param("id", id)
                .param("spec", Json.write(spec))
                .update();
    }

    /** A run of a definition, queued, with a machine to drive it. */
    protected RunDriver run(String yaml, Map<String, Object> input) {
        Definition definition = DefinitionParser.parse(yaml).value();
        PinnedDefinition pinned = Pinning.pin(definition, 1, lookup()).value();
        return insert("workflow", definition.name(), pinned, input);
    }

    /** A run of an agent. */
    protected RunDriver runAgent(String name, Map<String, Object> input) {
        AgentSpec spec = Objects.requireNonNull(agents.get(name)).spec();
        PinnedDefinition pinned =
                Pinning.pin(Planner.agentDefinition(spec, 1), null, lookup()).value();
        return insert("agent", name, pinned, input);
    }

    private RunDriver insert(String kind, String name, PinnedDefinition pinned, Map<String, Object> input) {
        String runId = Ids.next("run");
        RunPlan plan = Planner.plan(runId, pinned, tenant, "default", Limits.NONE);
        jdbc.sql("""
            INSERT INTO runs (id, tenant_id, kind, name, version, definition, plan, input, policy, budget,
                created_by, workflow_started_at)
            VALUES (:id, :tenant, :kind, :name, 1, CAST(:definition AS jsonb), CAST(:plan AS jsonb),
                CAST(:input AS jsonb), :policy, '{}', 'key_test', clock_timestamp())
            """)
                .param("id", runId)
                .param("tenant", tenant)
                .param("kind", kind)
                .param("name", name)
                .param("definition", Json.write(pinned))
                .param("plan", Json.write(plan))
                .param("input", Json.write(input))
                .param("policy", pinned.definition().policy())
                .update();
        return new RunDriver(control(), plan);
    }

    private Pinning.Lookup lookup() {
        return new Pinning.Lookup() {
            @Override
            public Optional<PinnedAgent> agent(String name, @Nullable Integer version) {
                return Optional.ofNullable(agents.get(name));
            }

            @Override
            public Optional<PinnedTool> tool(String name) {
                return Optional.ofNullable(tools.get(name));
            }

            @Override
            public Optional<PriceSpec> price(String provider, String model) {
                return Optional.of(new PriceSpec(1_000_000, 2_000_000));
            }
        };
    }

    protected String attemptId(RunDriver run, String path, int attempt) {
        return text(
                "SELECT id FROM attempts WHERE run_id = ? AND step_path = ? AND attempt = ?", run.id(), path, attempt);
    }

    protected String text(String sql, Object... parameters) {
        return jdbc.sql(sql).params(parameters).query(String.class).single();
    }

    protected long count(String sql, Object... parameters) {
        return jdbc.sql(sql).params(parameters).query(Long.class).single();
    }

    protected void execute(String sql, @Nullable Object... parameters) {
        jdbc.sql(sql).params(parameters).update();
    }

    protected Answer claim(String attemptId, String queue) {
        return claim(attemptId, queue, Ids.next("clm"));
    }

    protected Answer claim(String attemptId, String queue, String claimId) {
        return post(
                worker,
                "/v1/attempts/" + attemptId + "/claim",
                Map.of("worker_id", "java-1", "queue", queue, "claim_id", claimId));
    }

    protected Answer complete(JsonNode job, Object output) {
        return report(job, "completed", output, null, Map.of("input_tokens", 100, "output_tokens", 10));
    }

    protected Answer report(
            JsonNode job,
            String status,
            @Nullable Object output,
            @Nullable Map<String, Object> error,
            Map<String, Object> usage) {
        Map<String, @Nullable Object> digested = new LinkedHashMap<>();
        digested.put("status", status);
        digested.put("output", output);
        digested.put("error", error);
        digested.put("usage", usage.isEmpty() ? null : usage);
        digested.put("labels", List.of());
        digested.values().removeIf(Objects::isNull);
        Map<String, @Nullable Object> body = new LinkedHashMap<>(digested);
        body.put("lease_id", job.at("/lease_id").asString());
        body.put("result_sha256", Digests.canonicalSha256(Json.write(digested)));
        return post(worker, "/v1/attempts/" + job.at("/attempt_id").asString() + "/result", body);
    }

    /** Claims the newest attempt of a step and reports its output. */
    protected Answer work(RunDriver run, String path, int attempt, Object output) {
        String queue = path.contains("llm-") ? "llm" : "tool";
        Answer job = claim(attemptId(run, path, attempt), queue);
        org.assertj.core.api.Assertions.assertThat(job.status()).as(job.body()).isEqualTo(200);
        return complete(job.json(), output);
    }
}
