package dev.ferrumdeck.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.ObjectNode;

class AuditTest extends GatewayWebTest {
    @Autowired
    private Audit audit;

    @Autowired
    private AuditStore store;

    @Autowired
    private PlatformTransactionManager transactions;

    private String tenant = "";
    private String admin = "";

    @BeforeEach
    void keys() {
        tenant = tenant();
        admin = keys.key(tenant, "admin");
    }

    @Test
    void an_event_is_there_if_and_only_if_its_transaction_commits() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            audit.record(tenant, "key_1", "run.created", "run_1", Map.of());
            status.setRollbackOnly();
        });
        assertThat(get(admin, "/v1/audit?subject=run_1").json().at("/data").size())
                .isZero();
    }

    @Test
    void what_was_recorded_is_listed_newest_first_and_narrowed() {
        audit.record(tenant, "key_1", "run.created", "run_1", Map.of("name", "report", "n", 2.5));
        Answer list = get(admin, "/v1/audit");
        assertThat(list.text("/data/0/action")).isEqualTo("run.created");
        assertThat(list.text("/data/1/action")).isEqualTo("key.created");
        assertThat(get(admin, "/v1/audit?action=key.created").json().at("/data").size())
                .isEqualTo(1);
        assertThat(get(keys.key(tenant(), "admin"), "/v1/audit")
                        .json()
                        .at("/data")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void sealed_events_make_a_gap_free_chain_that_anyone_can_verify() {
        for (int i = 0; i < 5; i++) {
            audit.record(tenant, "key_1", "run.created", "run_" + i, Map.of("n", i, "x", 1.0e21, "text", "é"));
        }
        assertThat(get(admin, "/v1/audit/verify").json().at("/unsealed").asInt())
                .isEqualTo(6);
        seal();
        seal();
        Answer report = get(admin, "/v1/audit/verify");
        assertThat(report.json().at("/valid").asBoolean()).isTrue();
        assertThat(report.json().at("/events").asInt()).isEqualTo(6);
        assertThat(verifiedOffline(get(admin, "/v1/audit/export").body())).isEqualTo(report.text("/head_hash"));
    }

    @Test
    void a_changed_and_a_missing_event_are_noticed() {
        for (int i = 0; i < 4; i++) {
            audit.record(tenant, "key_1", "run.created", "run_" + i, Map.of());
        }
        seal();
        jdbc.sql("UPDATE audit_events SET actor = 'key_2' WHERE tenant_id = :tenant AND seq = 3")
                .param("tenant", tenant)
                .update();
        assertThat(get(admin, "/v1/audit/verify").text("/reason")).endsWith("was changed");
        jdbc.sql("DELETE FROM audit_events WHERE tenant_id = :tenant AND seq = 2")
                .param("tenant", tenant)
                .update();
        Answer report = get(admin, "/v1/audit/verify");
        assertThat(report.json().at("/valid").asBoolean()).isFalse();
        assertThat(report.json().at("/broken_at").asInt()).isEqualTo(2);
    }

    private void seal() {
        new AuditSealer(store, transactions).seal(tenant);
    }

    /** As a stranger would do it, by the documentation alone. */
    private static String verifiedOffline(String export) {
        String previous = "0".repeat(64);
        List<String> lines = export.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            ObjectNode event = (ObjectNode) Json.tree(lines.get(i));
            String hash = event.remove("hash").asString();
            assertThat(event.at("/seq").asInt()).isEqualTo(i + 1);
            assertThat(event.at("/previous_hash").asString()).isEqualTo(previous);
            assertThat(Digests.canonicalSha256(event.toString())).isEqualTo(hash);
            previous = hash;
        }
        return previous;
    }
}
