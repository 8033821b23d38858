package dev.ferrumdeck.gateway.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.platform.web.Ids;
import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.gateway.testing.RunRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest extends GatewayWebTest {
    private String tenant = "";
    private String operator = "";
    private String run = "";
    private String letter = "";

    @BeforeEach
    void create() {
        tenant = tenant();
        operator = keys.key(tenant, "operator");
        run = RunRows.insert(jdbc, tenant, "key_a", "failed");
        letter = Ids.next("dlq");
        jdbc.sql("""
                        INSERT INTO dead_letters (id, tenant_id, run_id, step_path, attempts, code)
                        VALUES (:id, :tenant, :run, 'lookup', 5, 'lease-expired')
                        """)
                .param("id", letter)
                .param("tenant", tenant)
                .param("run", run)
                .update();
    }

    private int letters() {
        return get(operator, "/v1/dead-letters").json().path("data").size();
    }

    @Test
    void dead_letters_are_listed_for_their_tenant_only() {
        assertThat(get(operator, "/v1/dead-letters").text("/data/0/step")).isEqualTo("lookup");
        assertThat(get(keys.key(tenant(), "operator"), "/v1/dead-letters")
                        .json()
                        .path("data"))
                .isEmpty();
    }

    @Test
    void requeueing_starts_the_run_again_as_a_new_one() {
        Answer answer = post(operator, "/v1/dead-letters/" + letter + "/requeue", "{}");

        assertThat(answer.status()).isEqualTo(202);
        String again = answer.text("/run_id");
        Answer found = get(operator, "/v1/runs/" + again);
        assertThat(found.text("/labels/rerun_of")).isEqualTo(run);
        assertThat(found.text("/status")).isEqualTo("queued");
        assertThat(found.text("/input/message")).isEqualTo("hello");
        assertThat(get(operator, "/v1/runs/" + again + "/journal").text("/plan/run_id"))
                .isEqualTo(again);
        assertThat(letters()).isZero();
        assertThat(RunRows.audit(jdbc, letter)).containsExactly("dead_letter.requeued");
    }

    @Test
    void a_letter_is_requeued_once() {
        post(operator, "/v1/dead-letters/" + letter + "/requeue", "{}");

        assertThat(post(operator, "/v1/dead-letters/" + letter + "/requeue", "{}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void discarding_takes_it_off_the_list() {
        assertThat(post(operator, "/v1/dead-letters/" + letter + "/discard", "{}")
                        .status())
                .isEqualTo(204);
        assertThat(letters()).isZero();
        assertThat(RunRows.audit(jdbc, letter)).containsExactly("dead_letter.discarded");
    }

    @Test
    void letters_of_other_tenants_and_for_other_roles_are_out_of_reach() {
        String path = "/v1/dead-letters/" + letter + "/requeue";

        assertThat(post(keys.key(tenant(), "operator"), path, "{}").status()).isEqualTo(404);
        assertThat(post(keys.key(tenant, "developer"), path, "{}").status()).isEqualTo(403);
        assertThat(letters()).isOne();
    }
}
