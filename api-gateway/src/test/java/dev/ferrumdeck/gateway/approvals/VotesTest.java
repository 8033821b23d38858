package dev.ferrumdeck.gateway.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.access.TestKeys;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.gateway.testing.RunRows;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Votes over REST. */
class VotesTest extends GatewayWebTest {
    private static final Map<String, String> APPROVE = Map.of("decision", "approve", "reason", "fine");

    @Autowired
    private Approvals approvals;

    private String tenant = "";
    private String starter = "";
    private String anna = "";
    private String ben = "";
    private String run = "";

    @BeforeEach
    void create() {
        tenant = tenant();
        starter = keys.key(tenant, "developer", "approver");
        anna = keys.key(tenant, "approver");
        ben = keys.key(tenant, "approver");
        run = RunRows.running(jdbc, tenant, TestKeys.idOf(starter));
    }

    private String request() {
        return approvals.request(ApprovalFixture.ofCall(tenant, run, TestKeys.idOf(starter)));
    }

    private Answer vote(String key, String approval, Object body) {
        return post(key, "/v1/approvals/" + approval + "/decision", body);
    }

    private List<Event.Decided> decisions() {
        return RunRows.outbox(jdbc, run, "decided").stream()
                .map(it -> Json.read(it, Event.Decided.class))
                .toList();
    }

    private void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("/code")).isEqualTo(code);
        assertThat(decisions()).isEmpty();
    }

    @Test
    void an_approval_is_decided_and_the_run_is_told() {
        String id = request();

        Answer answer = vote(anna, id, APPROVE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/status")).isEqualTo("approved");
        assertThat(answer.text("/decided_by")).isEqualTo(TestKeys.idOf(anna));
        assertThat(answer.text("/votes/0/decision")).isEqualTo("approve");
        assertThat(answer.text("/arguments/order")).isEqualTo("o1");
        assertThat(decisions()).singleElement().satisfies(decided -> {
            assertThat(decided.approvalId()).isEqualTo(id);
            assertThat(decided.step()).isEqualTo(ApprovalFixture.CALL);
            assertThat(decided.verdict()).isEqualTo(Verdict.APPROVED);
            assertThat(decided.edited()).isFalse();
        });
        assertThat(RunRows.audit(jdbc, id)).containsExactly("approval.voted");
    }

    @Test
    void a_denial_tells_the_run_how_much_the_model_will_read() {
        String id = request();

        vote(anna, id, Map.of("decision", "deny", "reason", "too much money for one order"));

        assertThat(decisions()).singleElement().satisfies(decided -> {
            assertThat(decided.verdict()).isEqualTo(Verdict.DENIED);
            assertThat(decided.contextTokens()).isGreaterThan(40);
        });
    }

    @Test
    void a_second_decision_is_refused_with_the_first() {
        String id = request();
        vote(anna, id, APPROVE);

        Answer answer = vote(ben, id, Map.of("decision", "deny"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("/code")).isEqualTo("already-decided");
        assertThat(answer.text("/detail")).contains("approved");
        assertThat(decisions()).hasSize(1);
        assertThat(RunRows.audit(jdbc, id)).containsExactly("approval.voted", "approval.vote_refused");
    }

    @Test
    void an_expired_approval_is_refused_before_the_machine_says_so() {
        String id = approvals.request(
                ApprovalFixture.ofCall(tenant, run, TestKeys.idOf(starter), 1, Duration.ofMillis(-1)));

        assertRefused(vote(anna, id, APPROVE), 409, "already-decided");
    }

    @Test
    void who_started_the_run_cannot_decide() {
        assertRefused(vote(starter, request(), APPROVE), 403, "forbidden");
    }

    @Test
    void a_key_that_follows_by_rotation_is_the_same_person() {
        String admin = keys.key(tenant, "admin");
        String id =
                approvals.request(ApprovalFixture.ofCall(tenant, run, TestKeys.idOf(starter), 2, Duration.ofHours(1)));
        assertRefused(vote(rotated(admin, starter), id, APPROVE), 403, "forbidden");
        assertThat(vote(anna, id, APPROVE).text("/status")).isEqualTo("pending");
        String next = rotated(admin, anna);
        assertRefused(vote(next, id, APPROVE), 409, "conflict");
        assertRefused(vote(rotated(admin, next), id, APPROVE), 409, "conflict");
        assertThat(vote(ben, id, APPROVE).text("/status")).isEqualTo("approved");
    }

    @Test
    void two_keys_of_one_person_are_one_voter() {
        String admin = keys.key(tenant, "admin");
        String id =
                approvals.request(ApprovalFixture.ofCall(tenant, run, TestKeys.idOf(starter), 2, Duration.ofHours(1)));
        Map<String, Object> second =
                Map.of("name", "phone", "roles", List.of("approver"), "principal", TestKeys.idOf(anna));
        String phone = post(admin, "/v1/api-keys", second).text("/key");
        vote(phone, id, APPROVE);
        assertRefused(vote(anna, id, APPROVE), 409, "conflict");
        Map<String, Object> ofStarter =
                Map.of("name", "phone", "roles", List.of("approver"), "principal", TestKeys.idOf(starter));
        assertRefused(vote(post(admin, "/v1/api-keys", ofStarter).text("/key"), id, APPROVE), 403, "forbidden");
    }

    private String rotated(String admin, String key) {
        return post(admin, "/v1/api-keys/" + TestKeys.idOf(key) + "/rotate", Map.of())
                .text("/key");
    }

    @Test
    void the_role_of_the_approval_is_needed() {
        assertRefused(vote(keys.key(tenant, "operator"), request(), APPROVE), 403, "forbidden");
        assertThat(vote(keys.key(tenant, "admin"), request(), APPROVE).status()).isEqualTo(200);
    }

    @Test
    void workers_and_strangers_cannot_decide() {
        String id = request();

        assertRefused(vote(keys.worker(tenant, "tool"), id, APPROVE), 403, "forbidden");
        assertRefused(vote(keys.key(tenant(), "admin"), id, APPROVE), 404, "not-found");
        assertRefused(vote(anna, "apr_01K00000000000000000000000", APPROVE), 404, "not-found");
    }

    @Test
    void a_quorum_needs_different_people_of_the_same_mind() {
        String id =
                approvals.request(ApprovalFixture.ofCall(tenant, run, TestKeys.idOf(starter), 2, Duration.ofHours(1)));

        assertThat(vote(anna, id, APPROVE).text("/status")).isEqualTo("pending");
        assertRefused(vote(anna, id, APPROVE), 409, "conflict");
        assertThat(vote(ben, id, APPROVE).text("/status")).isEqualTo("approved");
        assertThat(decisions()).hasSize(1);
    }

    @Test
    void one_denial_ends_a_quorum() {
        String id =
                approvals.request(ApprovalFixture.ofCall(tenant, run, TestKeys.idOf(starter), 3, Duration.ofHours(1)));
        vote(anna, id, APPROVE);

        assertThat(vote(ben, id, Map.of("decision", "deny")).text("/status")).isEqualTo("denied");
    }

    @Test
    void the_first_generation_form_is_a_vote() {
        Answer answer = put(anna, "/v1/approvals/" + request(), "{\"approved\": false, \"note\": \"no\"}");

        assertThat(answer.text("/status")).isEqualTo("denied");
        assertThat(answer.text("/note")).isEqualTo("no");
        assertThat(put(anna, "/v1/approvals/" + request(), "{\"note\": \"no\"}").status())
                .isEqualTo(422);
    }

    @Test
    void a_question_after_an_attempt_that_did_not_come_back_has_its_own_answers() {
        String operator = keys.key(tenant, "operator");
        String id = approvals.request(ApprovalFixture.ofReconcile(tenant, run, TestKeys.idOf(starter)));

        assertRefused(vote(operator, id, APPROVE), 422, "validation-failed");
        assertRefused(vote(operator, id, Map.of("decision", "happened")), 422, "validation-failed");
        Answer answer = vote(operator, id, Map.of("decision", "happened", "result", Map.of("text", "paid")));

        assertThat(answer.text("/status")).isEqualTo("happened");
        assertThat(answer.text("/result/text")).isEqualTo("paid");
        assertThat(decisions())
                .singleElement()
                .extracting(Event.Decided::verdict)
                .isEqualTo(Verdict.HAPPENED);
    }

    @Test
    void votes_that_say_too_much_or_nothing_are_refused() {
        String id = request();

        assertRefused(vote(anna, id, Map.of()), 422, "validation-failed");
        assertRefused(vote(anna, id, Map.of("decision", "perhaps")), 422, "validation-failed");
        assertRefused(vote(anna, id, Map.of("decision", "retry")), 422, "validation-failed");
        assertRefused(vote(anna, id, Map.of("decision", "edit")), 422, "validation-failed");
        assertRefused(vote(anna, id, Map.of("decision", "approve", "arguments", Map.of())), 422, "validation-failed");
        assertRefused(vote(anna, id, Map.of("decision", "approve", "role", "admin")), 422, "validation-failed");
        String body = "{\"decision\": \"approve\", \"reason\": \"a\\u0000b\"}";
        assertThat(post(anna, "/v1/approvals/" + id + "/decision", body).status())
                .isEqualTo(400);
        assertThat(vote(anna, id, APPROVE).status()).isEqualTo(200);
    }

    @Test
    void approvals_are_listed_and_filtered() {
        String ofCall = request();
        String ofStep = approvals.request(ApprovalFixture.ofStep(tenant, run, TestKeys.idOf(starter)));
        vote(anna, ofCall, APPROVE);

        assertThat(get(anna, "/v1/approvals").json().path("data")).hasSize(2);
        assertThat(get(anna, "/v1/approvals?status=pending").text("/data/0/id")).isEqualTo(ofStep);
        assertThat(get(anna, "/v1/approvals?run=" + run + "&status=approved").text("/data/0/id"))
                .isEqualTo(ofCall);
        assertThat(get(anna, "/v1/approvals?run=run_other").json().path("data")).isEmpty();
        assertThat(get(anna, "/v1/approvals?status=lost").status()).isEqualTo(400);
        assertThat(get(keys.key(tenant(), "admin"), "/v1/approvals").json().path("data"))
                .isEmpty();
        assertThat(get(keys.key(tenant(), "admin"), "/v1/approvals/" + ofCall).status())
                .isEqualTo(404);
    }
}
