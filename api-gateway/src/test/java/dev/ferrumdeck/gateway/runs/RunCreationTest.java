package dev.ferrumdeck.gateway.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.access.TestKeys;
import dev.ferrumdeck.gateway.platform.web.Ids;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.gateway.testing.RunRows;
import dev.ferrumdeck.workflows.dag.PinnedDefinition;
import dev.ferrumdeck.workflows.machine.RunPlan;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class RunCreationTest extends GatewayWebTest {
    private static final Map<String, Object> RUN = Map.of("agent", "support", "input", Map.of("message", "hello"));

    @Autowired
    private FakeRunStarter starter;

    private String tenant = "";
    private String developer = "";

    @BeforeEach
    void register() {
        starter.goAway(false);
        tenant = tenant();
        developer = keys.key(tenant, "developer");
        RunRows.allowAll(jdbc, tenant, "refunds");
        String agent = Ids.next("agt");
        jdbc.sql("INSERT INTO agents (id, tenant_id, name, latest) VALUES (:id, :tenant, 'support', 1)")
                .param("id", agent)
                .param("tenant", tenant)
                .update();
        jdbc.sql("INSERT INTO agent_versions (agent_id, version, tenant_id, spec) VALUES (:id, 1, :tenant, :spec)")
                .param("id", agent)
                .param("tenant", tenant)
                .param("spec", Json.jsonb(RunRows.agent()))
                .update();
        String tool = Ids.next("tol");
        jdbc.sql("INSERT INTO tools (id, tenant_id, name, latest) VALUES (:id, :tenant, 'payments.refund', 1)")
                .param("id", tool)
                .param("tenant", tenant)
                .update();
        jdbc.sql("INSERT INTO tool_versions (tool_id, version, tenant_id, spec, hash) VALUES (:id, 1, :tenant,"
                        + " :spec, 'h')")
                .param("id", tool)
                .param("tenant", tenant)
                .param("spec", Json.jsonb(RunRows.refund()))
                .update();
    }

    private Answer create(Object body) {
        return post(developer, "/v1/runs", body);
    }

    private int runs() {
        return jdbc.sql("SELECT count(*) FROM runs WHERE tenant_id = :tenant")
                .param("tenant", tenant)
                .query(Integer.class)
                .single();
    }

    private void assertInvalid(Object body, String pointer) {
        Answer answer = create(body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/errors").toString()).contains("\"" + pointer + "\"");
        assertThat(runs()).isZero();
    }

    @Test
    void a_run_is_queued_started_and_answered_with_its_place() {
        Answer answer = create(RUN);

        assertThat(answer.status()).isEqualTo(202);
        String id = answer.text("/id");
        assertThat(answer.header("Location")).contains("/v1/runs/" + id);
        assertThat(answer.text("/status")).isEqualTo("queued");
        assertThat(answer.text("/input/message")).isEqualTo("hello");
        assertThat(answer.text("/links/events")).isEqualTo("/v1/runs/" + id + "/events");
        assertThat(starter.hasStarted(id)).isTrue();
        assertThat(RunRows.audit(jdbc, id)).containsExactly("run.created");
    }

    @Test
    void everything_the_run_needs_is_pinned() {
        String id = create(RUN).text("/id");

        PinnedDefinition pinned = jdbc.sql("SELECT definition FROM runs WHERE id = :id")
                .param("id", id)
                .query((row, n) -> Json.read(row.getString(1), PinnedDefinition.class))
                .single();
        RunPlan plan = jdbc.sql("SELECT plan FROM runs WHERE id = :id")
                .param("id", id)
                .query((row, n) -> Json.read(row.getString(1), RunPlan.class))
                .single();

        assertThat(pinned.isAgentRun()).isTrue();
        assertThat(pinned.agents()).containsOnlyKeys("agent");
        assertThat(pinned.tools())
                .hasEntrySatisfying(
                        "payments.refund", tool -> assertThat(tool.hash()).isEqualTo("h"));
        assertThat(plan.runId()).isEqualTo(id);
        assertThat(plan.limits()).isEqualTo(RunRows.LIMITS);
    }

    @Test
    void a_run_is_there_also_while_temporal_is_away() {
        starter.goAway(true);

        Answer answer = create(RUN);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(starter.hasStarted(answer.text("/id"))).isFalse();
        assertThat(runs()).isOne();
    }

    @Test
    void a_caller_can_lower_the_budget() {
        Answer answer = create(Map.of(
                "agent", "support", "input", Map.of("message", "hello"), "budget", Map.of("tokens", 7, "seconds", 60)));

        assertThat(answer.json().at("/budget/limits/tokens").asLong()).isEqualTo(7);
        assertThat(answer.json().at("/budget/limits/seconds").asLong()).isEqualTo(60);
        assertThat(answer.json().at("/budget/limits/tool_calls").asLong()).isEqualTo(10);
    }

    @Test
    void a_caller_cannot_raise_the_budget() {
        assertInvalid(
                Map.of("agent", "support", "input", Map.of("message", "hello"), "budget", Map.of("tokens", 1_001)),
                "/budget/tokens");
    }

    @Test
    void a_caller_cannot_set_what_the_version_sets() {
        for (String key : new String[] {"model", "prompt", "tools", "system_prompt", "policy"}) {
            assertInvalid(Map.of("agent", "support", "input", Map.of("message", "hello"), key, "x"), "/" + key);
        }
    }

    @Test
    void an_unknown_agent_is_refused() {
        Answer answer = create(Map.of("agent", "nobody"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/code")).isEqualTo("unknown-agent");
        assertThat(answer.text("/errors/0/pointer")).isEqualTo("/agent");
    }

    @Test
    void an_unknown_version_or_workflow_is_refused() {
        assertThat(create(Map.of("agent", "support", "version", 9)).text("/code"))
                .isEqualTo("unknown-agent");
        assertThat(create(Map.of("workflow", "support")).text("/code")).isEqualTo("unknown-agent");
    }

    @Test
    void an_agent_of_another_tenant_is_unknown() {
        String stranger = keys.key(tenant(), "developer");

        assertThat(post(stranger, "/v1/runs", RUN).text("/code")).isEqualTo("unknown-agent");
    }

    @Test
    void an_agent_whose_tool_is_gone_cannot_run() {
        jdbc.sql("DELETE FROM tool_versions WHERE tenant_id = :tenant")
                .param("tenant", tenant)
                .update();
        jdbc.sql("DELETE FROM tools WHERE tenant_id = :tenant")
                .param("tenant", tenant)
                .update();

        assertThat(create(RUN).text("/code")).isEqualTo("unknown-tool");
    }

    @Test
    void input_must_fit_the_schema() {
        Answer answer = create(Map.of("agent", "support", "input", Map.of("message", 7)));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/errors/0/pointer")).startsWith("/input");
        assertThat(runs()).isZero();
    }

    @Test
    void malformed_runs_are_refused_with_the_place() {
        assertInvalid("[]", "");
        assertInvalid(Map.of("input", Map.of()), "");
        assertInvalid(Map.of("agent", "support", "workflow", "x"), "");
        assertInvalid(Map.of("agent", "sup port"), "/agent");
        assertInvalid(Map.of("agent", "support", "version", 0), "/version");
        assertInvalid(Map.of("agent", "support", "labels", Map.of("a", 1)), "/labels/a");
        assertInvalid(Map.of("agent", "support", "budget", Map.of("tokens", -1)), "/budget/tokens");
        assertInvalid(Map.of("agent", "support", "budget", Map.of("euros", 1)), "/budget/euros");
    }

    @Test
    void viewers_and_workers_cannot_start_runs() {
        assertThat(post(keys.key(tenant, "viewer"), "/v1/runs", RUN).status()).isEqualTo(403);
        assertThat(post(keys.worker(tenant, "tool"), "/v1/runs", RUN).status()).isEqualTo(403);
        assertThat(post("", "/v1/runs", RUN).status()).isEqualTo(401);
    }

    @Test
    void waiting_ends_when_the_run_is_over() {
        String id = create(RUN).text("/id");
        jdbc.sql("UPDATE runs SET status = 'completed', output = '{\"text\": \"hi\"}' WHERE id = :id")
                .param("id", id)
                .update();

        Answer answer = get(developer, "/v1/runs/" + id + "?wait=30");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/output/text")).isEqualTo("hi");
    }

    @Test
    void waiting_ends_with_its_time() {
        Answer answer = call(request(developer, "/v1/runs")
                .header("Prefer", "respond-async, wait=1")
                .POST(json(RUN)));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Preference-Applied")).contains("wait=1");
    }

    @Test
    void a_repeated_request_is_answered_with_the_same_run_while_its_first_still_waits() throws Exception {
        HttpRequest.Builder request = request(developer, "/v1/runs?wait=60").header("Idempotency-Key", "once");
        CompletableFuture<Answer> first =
                CompletableFuture.supplyAsync(() -> call(request.copy().POST(json(RUN))));
        CompletableFuture<Answer> second = CompletableFuture.supplyAsync(() -> {
            await(() -> runs() == 1);
            return call(request.copy().POST(json(RUN)));
        });
        await(() -> runs() == 1);
        assertThat(first).isNotDone();
        jdbc.sql("UPDATE runs SET status = 'completed' WHERE tenant_id = :tenant")
                .param("tenant", tenant)
                .update();

        String id = first.get(20, TimeUnit.SECONDS).text("/id");
        Answer again = second.get(20, TimeUnit.SECONDS);
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.text("/id")).isEqualTo(id);
        assertThat(again.header("Location")).contains("/v1/runs/" + id);
        assertThat(runs()).isOne();
    }

    @Test
    void a_key_of_another_run_is_refused_and_a_refused_run_leaves_none() {
        HttpRequest.Builder request = request(developer, "/v1/runs").header("Idempotency-Key", "once");
        assertThat(call(request.copy().POST(json("{\"agent\": \"nobody\"}"))).status())
                .isEqualTo(422);
        assertThat(call(request.copy().POST(json(RUN))).status()).isEqualTo(202);
        Answer other = call(request.copy().POST(json(Map.of("agent", "support", "input", Map.of("message", "bye")))));

        assertThat(other.text("/code")).isEqualTo("idempotency-mismatch");
        assertThat(runs()).isOne();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for 20 s").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void the_creator_of_a_run_is_its_key() {
        assertThat(create(RUN).text("/created_by")).isEqualTo(TestKeys.idOf(developer));
    }
}
