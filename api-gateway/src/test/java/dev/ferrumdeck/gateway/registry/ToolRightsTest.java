package dev.ferrumdeck.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.platform.web.Ids;
import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who says what a tool is, on every route that can say it, for every field and role. */
class ToolRightsTest extends GatewayWebTest {
    private static final Map<String, Object> REFUND = Map.of(
            "name", "orders.refund",
            "description", "Pays back",
            "input_schema", Map.of("type", "object", "properties", Map.of("amount", Map.of("type", "integer"))),
            "risk", "write",
            "effect", "idempotent",
            "server", "orders",
            "server_tool", "refund",
            "queue", "tool",
            "timeout_seconds", 30,
            "labels", List.of("untrusted"));
    /** Field, another value, whether a developer may set it. */
    private static final List<Arguments> CHANGES = List.of(
            Arguments.of("server", "other", false),
            Arguments.of("server_tool", "peek", false),
            Arguments.of("queue", "elsewhere", false),
            Arguments.of("risk", "read", false),
            Arguments.of("risk", "destructive", true),
            Arguments.of("effect", "none", false),
            Arguments.of("effect", "once", false),
            Arguments.of("input_schema", Map.of("type", "object"), false),
            Arguments.of("labels", List.of(), false),
            Arguments.of("labels", List.of("private"), false),
            Arguments.of("labels", List.of("untrusted", "private"), true),
            Arguments.of("description", "Pays back, at once", true),
            Arguments.of("timeout_seconds", 5, true),
            Arguments.of("retry", Map.of("max_attempts", 2), true));

    private String tenant = "";
    private String admin = "";
    private String developer = "";

    @BeforeEach
    void register() {
        tenant = tenant();
        admin = keys.key(tenant, "policy_admin");
        developer = keys.key(tenant, "developer");
        Answer created = post(admin, "/v1/tools", REFUND);
        assertThat(created.status()).as(created.body()).isEqualTo(201);
    }

    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> spec = new LinkedHashMap<>(REFUND);
        spec.put(field, value);
        return spec;
    }

    static Stream<Arguments> changes() {
        return CHANGES.stream();
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @MethodSource("changes")
    void a_field_that_policies_trust_is_set_by_policy_admin_only(String field, Object value, boolean allowed) {
        Map<String, Object> spec = with(field, value);
        for (String route : List.of("/v1/tools", "/v1/tools?dry_run=true", "/v1/tools/orders.refund/versions")) {
            for (String role : List.of("viewer", "approver", "operator")) {
                assertThat(publish(keys.key(tenant, role), route, spec).status())
                        .as(role)
                        .isEqualTo(403);
            }
            if (!allowed) {
                Answer answer = publish(developer, route, spec);
                assertThat(answer.status()).as(route + answer.body()).isEqualTo(403);
                assertThat(answer.text("/errors/0/pointer")).isEqualTo("/" + field);
            }
        }
        assertThat(get(admin, "/v1/tools/orders.refund").json().at("/version").asInt())
                .isEqualTo(1);
        assertThat(publish(allowed ? developer : admin, "/v1/tools", spec).status())
                .isEqualTo(201);
    }

    private Answer publish(String key, String route, Object spec) {
        return call(request(key, route).header("If-Match", "*").POST(json(spec)));
    }

    @Test
    void every_field_of_a_tool_is_decided_on() {
        Stream<String> fields = Stream.of(dev.ferrumdeck.workflows.dag.ToolSpec.class.getRecordComponents())
                .map(it -> it.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT));
        assertThat(fields.filter(it -> !it.equals("name")))
                .allSatisfy(field -> assertThat(CHANGES)
                        .as("say in this test who may change " + field)
                        .anySatisfy(it -> assertThat(it.get()[0]).isEqualTo(field)));
    }

    @Test
    void a_new_name_for_a_tool_that_there_is_deceives_no_policy() {
        Map<String, Object> peek = with("name", "orders.peek");
        assertThat(post(developer, "/v1/tools", peek).status()).isEqualTo(403);
        Answer conflict = post(admin, "/v1/tools", peek);
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.text("/errors/0/pointer")).isEqualTo("/server_tool");
        assertThat(conflict.text("/detail")).contains("orders.refund");

        delete(admin, "/v1/tools/orders.refund");
        assertThat(post(admin, "/v1/tools", peek).status()).isEqualTo(201);
        assertThat(post(developer, "/v1/tools", REFUND).status()).isEqualTo(403);
        assertThat(post(admin, "/v1/tools", REFUND).status()).isEqualTo(409);
    }

    @Test
    void a_binding_belongs_to_one_tool_also_when_many_ask_at_once() {
        List<CompletableFuture<Integer>> asked = Stream.of("a", "b", "c", "d", "e", "f")
                .map(name -> CompletableFuture.supplyAsync(() -> {
                    Map<String, Object> spec = new LinkedHashMap<>(with("name", "new." + name));
                    spec.put("server_tool", "same");
                    return post(admin, "/v1/tools", spec).status();
                }))
                .toList();
        assertThat(asked.stream().map(CompletableFuture::join))
                .containsOnlyOnce(201)
                .containsOnly(201, 409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders.Refund",
                "ORDERS.REFUND",
                "orders.refund\u200b",
                "orders.r\u0435fund",
                "\u202eorders",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.refund"
            })
    void a_name_that_looks_like_another_is_refused(String name) {
        Map<String, Object> spec = new LinkedHashMap<>(with("name", name));
        spec.put("server_tool", Ids.next("x"));
        Answer answer = post(admin, "/v1/tools", spec);
        assertThat(answer.status()).as(answer.body()).isIn(409, 422);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo("/name");
    }

    @Test
    void agents_and_workflows_share_their_names() {
        String everything = keys.key(tenant, "admin");
        String policy = "{\"name\": \"p\", \"rules\": []}";
        assertThat(post(everything, "/v1/policies", policy).status()).isEqualTo(201);
        Map<String, Object> agent = Map.of(
                "name",
                "support",
                "policy",
                "p",
                "system_prompt",
                "Help.",
                "model",
                Map.of("provider", "openai", "name", "gpt-4o", "max_tokens", 9));
        assertThat(post(developer, "/v1/agents", agent).status()).isEqualTo(201);
        Map<String, Object> workflow = Map.of(
                "name",
                "support",
                "policy",
                "p",
                "steps",
                List.of(Map.of("id", "a", "type", "tool", "tool", "orders.refund", "input", Map.of())));
        Answer shadow = post(developer, "/v1/workflows", workflow);
        assertThat(shadow.status()).as(shadow.body()).isEqualTo(409);
        assertThat(shadow.text("/errors/0/pointer")).isEqualTo("/name");
    }
}
