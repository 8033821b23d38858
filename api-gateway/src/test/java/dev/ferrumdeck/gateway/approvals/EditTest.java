package dev.ferrumdeck.gateway.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.gateway.access.TestKeys;
import dev.ferrumdeck.gateway.platform.web.Ids;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.gateway.testing.RunRows;
import dev.ferrumdeck.policy.PolicyInput;
import dev.ferrumdeck.policy.PolicyParser;
import dev.ferrumdeck.policy.PolicySpec;
import dev.ferrumdeck.workflows.machine.Event;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Votes that change the arguments: checked by the tool's schema and by the policy in force when they are made. */
class EditTest extends GatewayWebTest {
    private static final String POLICY = """
            name: refunds
            rules:
              - {id: never, effect: deny, tools: ["payments.refund"], when: "args.amount > 5000", reason: "far too much"}
              - id: two-of-us
                effect: require_approval
                tools: ["payments.refund"]
                when: "args.amount > 1000"
                approval: {expires_seconds: 900, quorum: 2, role: approver}
                reason: "a lot"
              - {id: refund-over-100, effect: require_approval, tools: ["payments.refund"], when: "args.amount > 100"}
              - {id: small, effect: allow, tools: ["payments.refund"]}
            """;

    @Autowired
    private Approvals approvals;

    private String anna = "";
    private String run = "";
    private String approval = "";

    @BeforeEach
    void hold() {
        String tenant = tenant();
        String starter = TestKeys.idOf(keys.key(tenant, "developer"));
        anna = keys.key(tenant, "approver");
        run = RunRows.running(jdbc, tenant, starter);
        policy(tenant);
        decision(tenant);
        approval = approvals.request(ApprovalFixture.ofCall(tenant, run, starter));
    }

    private void policy(String tenant) {
        PolicySpec spec = PolicyParser.parse(POLICY).value();
        String id = Ids.next("pol");
        jdbc.sql("INSERT INTO policies (id, tenant_id, name, latest) VALUES (:id, :tenant, 'refunds', 1)")
                .param("id", id)
                .param("tenant", tenant)
                .update();
        jdbc.sql("INSERT INTO policy_versions (policy_id, version, tenant_id, spec) VALUES (:id, 1, :tenant, :spec)")
                .param("id", id)
                .param("tenant", tenant)
                .param("spec", Json.jsonb(spec))
                .update();
    }

    private void decision(String tenant) {
        PolicyInput input = new PolicyInput(
                new PolicyInput.Tool("payments.refund", "write", "once", "payments", 1),
                Map.of("order", "o1", "amount", 150),
                new PolicyInput.Run(run, "support", Map.of(), null),
                "support",
                new PolicyInput.Step(ApprovalFixture.CALL, 1),
                new PolicyInput.Budget(Map.of(), Map.of()),
                List.of());
        jdbc.sql("""
                        INSERT INTO decisions (id, tenant_id, run_id, step_path, attempt, tool, effect, rule, reason,
                            policy_version, args_sha256, input)
                        VALUES (:id, :tenant, :run, :path, 1, 'payments.refund', 'require_approval',
                            'refund-over-100', 'a person', 'refunds@1', 'sha', :input)
                        """)
                .param("id", Ids.next("dec"))
                .param("tenant", tenant)
                .param("run", run)
                .param("path", ApprovalFixture.CALL)
                .param("input", Json.jsonb(input))
                .update();
    }

    private Answer edit(Object arguments) {
        return post(
                anna,
                "/v1/approvals/" + approval + "/decision",
                Map.of("decision", "edit", "arguments", arguments, "reason", "less"));
    }

    private void assertNothingStored() {
        assertThat(get(anna, "/v1/approvals/" + approval).text("/status")).isEqualTo("pending");
        assertThat(get(anna, "/v1/approvals/" + approval).json().path("votes")).isEmpty();
        assertThat(RunRows.outbox(jdbc, run, "decided")).isEmpty();
    }

    @Test
    void edited_arguments_take_the_place_of_the_proposed_ones() {
        Answer answer = edit(Map.of("order", "o1", "amount", 120));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.text("/status")).isEqualTo("approved");
        assertThat(answer.json().at("/edited_arguments/amount").asInt()).isEqualTo(120);
        assertThat(answer.json().at("/arguments/amount").asInt()).isEqualTo(150);
        Approval after = approvals.find(approval).orElseThrow();
        assertThat(after.effectiveArgsSha256()).isEqualTo(Digests.canonicalSha256("{\"order\":\"o1\",\"amount\":120}"));
        assertThat(RunRows.outbox(jdbc, run, "decided"))
                .singleElement()
                .satisfies(it ->
                        assertThat(Json.read(it, Event.Decided.class).edited()).isTrue());
    }

    @Test
    void arguments_that_need_no_approval_at_all_may_be_edited_in() {
        assertThat(edit(Map.of("order", "o1", "amount", 5)).text("/status")).isEqualTo("approved");
    }

    @Test
    void arguments_that_the_policy_denies_are_refused_and_nothing_is_stored() {
        Answer answer = edit(Map.of("order", "o1", "amount", 9000));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/code")).isEqualTo("policy-denied");
        assertThat(answer.text("/detail")).contains("never");
        assertNothingStored();
    }

    @Test
    void an_edit_cannot_slip_past_a_stricter_rule() {
        Answer answer = edit(Map.of("order", "o1", "amount", 2000));

        assertThat(answer.text("/code")).isEqualTo("policy-denied");
        assertThat(answer.text("/detail")).contains("two-of-us");
        assertNothingStored();
    }

    @Test
    void arguments_must_fit_the_schema_of_the_tool() {
        Answer answer = edit(Map.of("order", "o1", "amount", "all"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/code")).isEqualTo("validation-failed");
        assertThat(answer.text("/errors/0/pointer")).startsWith("/arguments");
        assertNothingStored();
    }

    @Test
    void without_a_policy_nothing_can_be_edited() {
        jdbc.sql("DELETE FROM decisions WHERE run_id = :run").param("run", run).update();

        assertThat(edit(Map.of("order", "o1", "amount", 120)).text("/code")).isEqualTo("policy-denied");
        assertNothingStored();
    }
}
