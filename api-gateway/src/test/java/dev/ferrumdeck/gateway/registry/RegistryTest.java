package dev.ferrumdeck.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class RegistryTest extends GatewayWebTest {
    private static final String TOOL = """
            name: orders.lookup
            description: Reads an order, also for Zoë
            input_schema: {type: object, properties: {id: {type: string}}}
            risk: read
            effect: none
            server: orders
            """;
    private static final String AGENT = """
            name: support
            model: {provider: openai, name: gpt-4o, max_tokens: 500}
            system_prompt: You help.
            tools: [orders.lookup]
            policy: refunds
            """;
    private static final String POLICY = """
            name: refunds
            rules:
              - {id: read-only, effect: allow, tools: ["orders.*"], when: "tool.risk == 'read'"}
            """;
    private static final String WORKFLOW = """
            name: report
            policy: refunds
            steps:
              - {id: look, type: tool, tool: orders.lookup, input: {id: "4711"}}
            """;

    @Autowired
    private Registry registry;

    private String tenant = "";
    private String admin = "";

    @BeforeEach
    void keys() {
        tenant = tenant();
        admin = keys.key(tenant, "admin");
    }

    @Test
    void yaml_is_published_and_an_identical_one_is_the_same_version() {
        Answer created = publish("/v1/tools", TOOL);
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.header("Location")).contains("/v1/tools/orders.lookup/versions/1");
        assertThat(created.text("/hash")).hasSize(64);
        assertThat(created.text("/spec/description")).endsWith("Zoë");
        assertThat(created.text("/spec/server_tool")).isEqualTo("lookup");

        Answer again = publish("/v1/tools", TOOL);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("ETag")).isEqualTo(created.header("ETag"));
        assertThat(publish("/v1/tools", TOOL.replace("Reads", "Finds"))
                        .json()
                        .at("/version")
                        .asInt())
                .isEqualTo(2);
        assertThat(registry.tool(tenant, "orders.lookup").orElseThrow().version())
                .isEqualTo(2);
    }

    @Test
    void versions_stay_as_they_were_published() {
        publish("/v1/policies", POLICY);
        publish("/v1/policies", POLICY.replace("read-only", "only-read"));
        assertThat(get(admin, "/v1/policies/refunds/versions/1").text("/spec/rules/0/id"))
                .isEqualTo("read-only");
        Answer versions = get(admin, "/v1/policies/refunds/versions?limit=1");
        assertThat(versions.json().at("/data/0/version").asInt()).isEqualTo(2);
        String rest = "/v1/policies/refunds/versions?limit=1&cursor=" + versions.text("/next_cursor");
        assertThat(get(admin, rest).json().at("/data/0/version").asInt()).isEqualTo(1);
        assertThat(get(admin, "/v1/policies/refunds/versions/3").status()).isEqualTo(404);
    }

    @Test
    void a_version_is_added_only_by_those_who_saw_the_newest() {
        String etag = publish("/v1/policies", POLICY).header("ETag").orElse("");
        String next = POLICY.replace("read-only", "second");
        assertThat(addVersion("refunds", next, "").text("/code")).isEqualTo("if-match-required");
        assertThat(addVersion("refunds", next, "\"9-0\"").text("/code")).isEqualTo("precondition-failed");
        assertThat(addVersion("refunds", next, etag).status()).isEqualTo(201);
        assertThat(addVersion("refunds", next.replace("second", "third"), etag).status())
                .isEqualTo(412);
        assertThat(addVersion("nothing", next, etag).status()).isEqualTo(404);
        assertThat(addVersion("refunds", next.replace("name: refunds", "name: other"), "*")
                        .text("/errors/0/pointer"))
                .isEqualTo("/name");
    }

    @Test
    void every_fault_is_named_with_its_place() {
        Answer policy = publish("/v1/policies", POLICY.replace("tool.risk ==", "tool.risk == =="));
        assertThat(policy.text("/code")).isEqualTo("policy-invalid");
        assertThat(policy.text("/errors/0/pointer")).isEqualTo("/rules/0/when");
        Answer workflow = publish("/v1/workflows", WORKFLOW.replace("type: tool", "type: tol"));
        assertThat(workflow.text("/code")).isEqualTo("definition-invalid");
        assertThat(workflow.text("/errors/0/pointer")).startsWith("/steps/0");
    }

    @Test
    void an_agent_with_an_unknown_tool_is_refused() {
        Answer refused = publish("/v1/agents", AGENT);
        assertThat(refused.text("/code")).isEqualTo("unknown-tool");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/tools/0");
        publish("/v1/tools", TOOL);
        Answer unguarded = publish("/v1/agents", AGENT);
        assertThat(unguarded.text("/code")).isEqualTo("unknown-policy");
        assertThat(unguarded.text("/errors/0/pointer")).isEqualTo("/policy");
        publish("/v1/policies", POLICY);
        assertThat(publish("/v1/agents", AGENT).status()).isEqualTo(201);
        assertThat(registry.agent(tenant, "support", null).orElseThrow().spec().tools())
                .containsExactly("orders.lookup");
    }

    @Test
    void a_workflow_with_unknown_tools_or_without_a_policy_is_refused() {
        Answer refused = publish("/v1/workflows", WORKFLOW);
        assertThat(refused.text("/code")).isEqualTo("unknown-tool");
        assertThat(refused.json().at("/errors").toString()).contains("/steps/0/tool", "/policy");
        publish("/v1/tools", TOOL);
        assertThat(publish("/v1/workflows", WORKFLOW).text("/code")).isEqualTo("unknown-policy");
        publish("/v1/policies", POLICY);
        assertThat(publish("/v1/workflows", WORKFLOW).status()).isEqualTo(201);
        String model =
                "name: m\npolicy: refunds\nsteps: [{id: a, type: llm, model: {provider: x, name: y, max_tokens: 9},"
                        + " prompt: hi}]";
        assertThat(publish("/v1/workflows", model).text("/code")).isEqualTo("unknown-model-price");
    }

    @Test
    void a_model_without_a_known_price_is_refused_with_the_remedy() {
        publish("/v1/policies", POLICY);
        publish("/v1/tools", TOOL);
        Answer refused = publish("/v1/agents", AGENT.replace("gpt-4o", "my-own"));
        assertThat(refused.text("/code")).isEqualTo("unknown-model-price");
        assertThat(refused.text("/errors/0/message")).contains("input_micros_per_million");
        String priced = AGENT.replace(
                "name: gpt-4o,", "name: my-own, price: {input_micros_per_million: 1, output_micros_per_million: 2},");
        assertThat(publish("/v1/agents", priced).status()).isEqualTo(201);
    }

    @Test
    void the_newest_policy_is_in_force_at_once_and_compiled_once() {
        publish("/v1/policies", POLICY);
        PolicyVersion first = registry.policy(tenant, "refunds").orElseThrow();
        assertThat(registry.policy(tenant, "refunds").orElseThrow().engine()).isSameAs(first.engine());
        publish("/v1/policies", POLICY.replace("read-only", "second"));
        assertThat(registry.policy(tenant, "refunds").orElseThrow().label()).isEqualTo("refunds@2");
        assertThat(registry.policy(tenant, "absent")).isEmpty();
    }

    @Test
    void checks_publish_nothing() {
        Answer valid = publish("/v1/workflows/validate", WORKFLOW);
        assertThat(valid.json().at("/valid").asBoolean()).as(valid.body()).isTrue();
        assertThat(valid.text("/warnings/0/pointer")).isEqualTo("/steps/0/tool");
        assertThat(publish("/v1/policies/lint", "name: x\nrules: 7")
                        .json()
                        .at("/valid")
                        .asBoolean())
                .isFalse();
        assertThat(get(admin, "/v1/workflows").json().at("/data").size()).isZero();
    }

    @Test
    void roles_and_tenants_are_kept_apart() {
        String developer = keys.key(tenant, "developer");
        assertThat(post(developer, "/v1/policies", "{}").status()).isEqualTo(403);
        assertThat(post(keys.key(tenant, "policy_admin"), "/v1/agents", "{}").status())
                .isEqualTo(403);
        publish("/v1/policies", POLICY);
        assertThat(get(developer, "/v1/policies/refunds").status()).isEqualTo(200);
        assertThat(get(keys.key(tenant(), "admin"), "/v1/policies/refunds").status())
                .isEqualTo(404);
    }

    @Test
    void publishing_is_in_the_audit() {
        publish("/v1/policies", POLICY);
        assertThat(get(admin, "/v1/audit?action=policy.published").text("/data/0/detail/name"))
                .isEqualTo("refunds");
    }

    @Test
    void prices_are_shown_with_their_source() {
        Answer prices = get(admin, "/v1/prices");
        assertThat(prices.text("/source")).isEqualTo("litellm");
        Map<String, Object> models = prices.json().at("/models").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(models).containsKey("openai/gpt-4o");
    }

    private Answer publish(String path, String yaml) {
        return call(request(admin, path)
                .setHeader("Content-Type", "application/yaml")
                .POST(json(yaml)));
    }

    private Answer addVersion(String name, String yaml, String ifMatch) {
        var request =
                request(admin, "/v1/policies/" + name + "/versions").setHeader("Content-Type", "application/yaml");
        return call((ifMatch.isEmpty() ? request : request.header("If-Match", ifMatch)).POST(json(yaml)));
    }
}
