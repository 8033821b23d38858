package dev.ferrumdeck.gateway.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.gateway.testing.RunRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BudgetsTest extends GatewayWebTest {
    private String tenant = "";
    private String operator = "";

    @BeforeEach
    void create() {
        tenant = tenant();
        operator = keys.key(tenant, "operator");
    }

    @Test
    void limits_of_the_tenant_and_of_agents_are_set_and_seen() {
        Answer ofTenant = put(operator, "/v1/budgets/tenant", "{\"limits\": {\"cost_micros\": 1000000}}");
        Answer ofAgent = put(operator, "/v1/budgets/agents/support", "{\"limits\": {\"tokens\": 50}}");

        assertThat(ofTenant.status()).isEqualTo(200);
        assertThat(ofTenant.text("/name")).isEqualTo(tenant);
        assertThat(get(operator, "/v1/budgets").json().path("data")).hasSize(2);
        assertThat(get(operator, "/v1/budgets/agents/support")
                        .json()
                        .at("/limits/tokens")
                        .asLong())
                .isEqualTo(50);
        assertThat(RunRows.audit(jdbc, ofAgent.text("/id"))).containsExactly("budget.set");
    }

    @Test
    void setting_again_lifts_what_is_not_named_and_keeps_what_is_spent() {
        String id = put(operator, "/v1/budgets/tenant", "{\"limits\": {\"tokens\": 5, \"tool_calls\": 6}}")
                .text("/id");
        jdbc.sql("UPDATE budgets SET spent_tokens = 3 WHERE id = :id")
                .param("id", id)
                .update();

        Answer again = put(operator, "/v1/budgets/tenant", "{\"limits\": {\"tokens\": 9}}");

        assertThat(again.text("/id")).isEqualTo(id);
        assertThat(again.json().at("/spent/tokens").asLong()).isEqualTo(3);
        assertThat(again.json().at("/limits/tool_calls").isMissingNode()).isTrue();
    }

    @Test
    void a_budget_that_nobody_set_is_not_there() {
        assertThat(get(operator, "/v1/budgets/tenant").status()).isEqualTo(404);
    }

    @Test
    void limits_that_are_none_are_refused() {
        assertThat(put(operator, "/v1/budgets/tenant", "{}").text("/errors/0/pointer"))
                .isEqualTo("/limits");
        assertThat(put(operator, "/v1/budgets/tenant", "{\"limits\": {\"tokens\": \"many\"}}")
                        .text("/errors/0/pointer"))
                .isEqualTo("/limits/tokens");
        assertThat(put(operator, "/v1/budgets/tenant", "{\"limits\": {\"seconds\": 5}}")
                        .text("/errors/0/pointer"))
                .isEqualTo("/limits/seconds");
        assertThat(put(operator, "/v1/budgets/tenant", "{\"limits\": {\"euros\": 5}}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void only_operators_set_limits() {
        assertThat(put(keys.key(tenant, "developer"), "/v1/budgets/tenant", "{\"limits\": {}}")
                        .status())
                .isEqualTo(403);
        assertThat(put(keys.key(tenant, "admin"), "/v1/budgets/tenant", "{\"limits\": {}}")
                        .status())
                .isEqualTo(200);
    }
}
