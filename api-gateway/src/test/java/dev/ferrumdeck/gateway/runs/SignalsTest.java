package dev.ferrumdeck.gateway.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.access.TestKeys;
import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.gateway.testing.RunRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignalsTest extends GatewayWebTest {
    private String tenant = "";
    private String operator = "";
    private String run = "";

    @BeforeEach
    void create() {
        tenant = tenant();
        operator = keys.key(tenant, "operator");
        run = RunRows.running(jdbc, tenant, TestKeys.idOf(operator));
    }

    private Answer signal(String key, String name, String body) {
        return post(key, "/v1/runs/" + run + "/signals/" + name, body);
    }

    private int told() {
        return jdbc.sql("SELECT count(*) FROM outbox WHERE run_id = :run")
                .param("run", run)
                .query(Integer.class)
                .single();
    }

    private void assertInvalid(String name, String body, String pointer) {
        Answer answer = signal(operator, name, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(told()).isZero();
    }

    @Test
    void the_run_is_told_to_stop_with_who_and_why() {
        Answer answer = signal(operator, "cancel", "{\"reason\": \"wrong customer\"}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(RunRows.outbox(jdbc, run, "cancel"))
                .singleElement()
                .asString()
                .contains("wrong customer")
                .contains("\"by\"");
        assertThat(RunRows.audit(jdbc, run)).containsExactly("run.cancel");
    }

    @Test
    void short_forms_are_the_same_signals() {
        for (String name : new String[] {"cancel", "pause", "resume"}) {
            assertThat(call(request(operator, "/v1/runs/" + run + "/" + name)
                                    .POST(java.net.http.HttpRequest.BodyPublishers.noBody()))
                            .status())
                    .isEqualTo(202);
            assertThat(RunRows.outbox(jdbc, run, name)).hasSize(1);
        }
    }

    @Test
    void a_budget_is_raised_by_operators() {
        Answer answer = signal(operator, "raise_budget", "{\"limits\": {\"tokens\": 5000}}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(RunRows.outbox(jdbc, run, "budget"))
                .singleElement()
                .asString()
                .contains("5000");
        assertThat(signal(keys.key(tenant, "developer"), "raise_budget", "{\"limits\": {\"tokens\": 5000}}")
                        .status())
                .isEqualTo(403);
        assertThat(signal(keys.key(tenant, "admin"), "raise_budget", "{\"limits\": {\"tokens\": 5000}}")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void a_budget_is_raised_by_numbers_above_those_of_now() {
        assertInvalid("raise_budget", "{}", "/limits");
        assertInvalid("raise_budget", "{\"limits\": {}}", "/limits");
        assertInvalid("raise_budget", "{\"limits\": {\"tokens\": 999}}", "/limits/tokens");
        assertInvalid("raise_budget", "{\"limits\": {\"tokens\": \"all\"}}", "/limits/tokens");
        assertInvalid("raise_budget", "{\"limits\": {\"tokens\": 1e30}}", "/limits/tokens");
        assertInvalid("raise_budget", "{\"limits\": {\"seconds\": 10}}", "/limits/seconds");
        assertInvalid("raise_budget", "{\"limits\": {\"euros\": 10}}", "/limits/euros");
    }

    @Test
    void unknown_keys_and_odd_reasons_are_refused() {
        assertInvalid("cancel", "{\"force\": true}", "/force");
        assertInvalid("pause", "{\"reason\": 7}", "/reason");
        assertInvalid("resume", "[]", "");
    }

    @Test
    void a_run_that_is_over_hears_nothing() {
        jdbc.sql("UPDATE runs SET status = 'completed' WHERE id = :run")
                .param("run", run)
                .update();

        for (String name : new String[] {"cancel", "pause", "resume"}) {
            Answer answer = signal(operator, name, "{}");
            assertThat(answer.text("/code")).isEqualTo("run-over");
            assertThat(answer.text("/detail")).contains("completed");
        }
        assertThat(told()).isZero();
    }

    @Test
    void unknown_signals_runs_and_roles_are_refused() {
        assertThat(signal(operator, "explode", "{}").status()).isEqualTo(404);
        assertThat(post(operator, "/v1/runs/run_unknown/signals/cancel", "{}").status())
                .isEqualTo(404);
        assertThat(signal(keys.key(tenant(), "operator"), "cancel", "{}").status())
                .isEqualTo(404);
        assertThat(signal(keys.key(tenant, "viewer"), "cancel", "{}").status()).isEqualTo(403);
        assertThat(signal(keys.key(tenant, "approver"), "cancel", "{}").status())
                .isEqualTo(403);
        assertThat(told()).isZero();
    }

    @Test
    void a_vote_for_an_approval_that_is_not_the_runs_is_refused() {
        assertThat(signal(operator, "decide", "{\"approval_id\": \"apr_x\", \"decision\": \"approve\"}")
                        .status())
                .isEqualTo(422);
    }
}
