package dev.ferrumdeck.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Definitions that are taken out of use, and publishing that is only tried. */
class RetiredTest extends GatewayWebTest {
    private static final Map<String, String> SPECS = Map.of(
            "tools", "{name: orders.lookup, input_schema: {type: object}, risk: read, effect: none, server: orders}",
            "policies", "{name: refunds, rules: [{id: all, effect: allow, tools: ['*']}]}",
            "agents",
                    "{name: support, policy: refunds, model: {provider: openai, name: gpt-4o, max_tokens: 500},"
                            + " system_prompt: You help., tools: [orders.lookup]}",
            "workflows",
                    "{name: report, policy: refunds, steps: [{id: look, type: tool, tool: orders.lookup, input: {}}]}");

    @Autowired
    private Registry registry;

    private String tenant = "";
    private String admin = "";

    @BeforeEach
    void publishAll() {
        tenant = tenant();
        admin = keys.key(tenant, "admin");
        for (String kind : List.of("tools", "policies", "agents", "workflows")) {
            assertThat(publish(kind, "").status()).as(kind).isEqualTo(201);
        }
    }

    private Answer publish(String kind, String query) {
        return publish(kind, query, SPECS.getOrDefault(kind, ""));
    }

    private Answer publish(String kind, String query, String yaml) {
        return call(request(admin, "/v1/" + kind + query)
                .setHeader("Content-Type", "application/yaml")
                .POST(json(yaml)));
    }

    private Answer run(String kind, String name) {
        return post(admin, "/v1/runs", Map.of(kind, name, "input", Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "tools, orders.lookup, agent, support, unknown-tool",
        "tools, orders.lookup, workflow, report, unknown-tool",
        "policies, refunds, agent, support, unknown-policy",
        "policies, refunds, workflow, report, unknown-policy",
        "agents, support, agent, support, unknown-agent",
        "workflows, report, workflow, report, unknown-agent"
    })
    void no_new_run_uses_what_is_retired_until_it_is_published_again(
            String kind, String name, String runKind, String runName, String code) {
        assertThat(run(runKind, runName).status()).isEqualTo(202);

        assertThat(delete(admin, "/v1/" + kind + "/" + name).status()).isEqualTo(204);
        assertThat(delete(admin, "/v1/" + kind + "/" + name).status()).isEqualTo(204);

        Answer refused = run(runKind, runName);
        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(refused.text("/code")).isEqualTo(code);
        assertThat(get(admin, "/v1/" + kind).json().at("/data").size()).isZero();
        assertThat(get(admin, "/v1/" + kind + "/" + name).text("/retired_at")).isNotEmpty();
        assertThat(get(admin, "/v1/audit?action=" + registeredWord(kind) + ".retired")
                        .json()
                        .at("/data")
                        .size())
                .isOne();

        Answer restored = publish(kind, "");
        assertThat(restored.status()).isEqualTo(200);
        assertThat(restored.text("/change")).isEqualTo("restored");
        assertThat(run(runKind, runName).status()).isEqualTo(202);
    }

    private static String registeredWord(String kind) {
        return kind.equals("policies") ? "policy" : kind.substring(0, kind.length() - 1);
    }

    @Test
    void a_retired_policy_decides_on_for_runs_under_way() {
        delete(admin, "/v1/policies/refunds");
        assertThat(registry.policy(tenant, "refunds")).isPresent();
    }

    @Test
    void nothing_is_retired_that_is_not_there_or_belongs_to_others() {
        String other = keys.key(tenant(), "admin");
        assertThat(delete(other, "/v1/tools/orders.lookup").status()).isEqualTo(404);
        assertThat(delete(admin, "/v1/agents/nobody").status()).isEqualTo(404);
        assertThat(delete(keys.key(tenant, "developer"), "/v1/tools/orders.lookup")
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"tools, orders.lookup", "policies, refunds", "agents, support", "workflows, report"})
    void a_dry_run_says_what_would_change_and_changes_nothing(String kind, String name) {
        String spec = SPECS.getOrDefault(kind, "");
        Answer same = publish(kind, "?dry_run=true", spec);
        assertThat(same.status()).as(same.body()).isEqualTo(200);
        assertThat(same.text("/change")).isEqualTo("unchanged");

        Answer next = publish(kind, "?dry_run=true", spec.replaceFirst("\\{", "{description: other, "));
        if (!kind.equals("policies")) {
            assertThat(next.text("/change")).as(next.body()).isEqualTo("updated");
            assertThat(next.json().at("/version").asInt()).isEqualTo(2);
            assertThat(next.text("/spec/description")).isEqualTo("other");
        }

        Answer other = publish(kind, "?dry_run=true", spec.replace("name: " + name, "name: another"));
        assertThat(other.text("/change")).as(other.body()).isEqualTo("created");
        assertThat(other.json().at("/dry_run").asBoolean()).isTrue();
        assertThat(other.header("Location")).isEmpty();
        assertThat(get(admin, "/v1/" + kind + "/another").status()).isEqualTo(404);
        assertThat(get(admin, "/v1/" + kind + "/" + name).json().at("/version").asInt())
                .isEqualTo(1);

        Answer early = publish(kind, "?dry_run=true", spec.replace("policy: refunds", "policy: tomorrow"));
        assertThat(early.text("/warnings/0/pointer")).isEqualTo(spec.contains("policy:") ? "/policy" : "");

        assertThat(publish(kind, "?dry_run=true", "{name: x}").status()).isEqualTo(422);
        delete(admin, "/v1/" + kind + "/" + name);
        assertThat(publish(kind, "?dry_run=true", spec).text("/change")).isEqualTo("restored");
        assertThat(get(admin, "/v1/" + kind).json().at("/data").size()).isZero();
    }
}
