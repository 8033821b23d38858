package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.GrantSignatures;
import dev.ferrumdeck.contracts.wire.SignedGrant;
import dev.ferrumdeck.gateway.attempts.Acceptance;
import dev.ferrumdeck.gateway.delivery.Signals;
import dev.ferrumdeck.gateway.platform.web.Json;
import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The three calls of a worker. */
class AttemptsTest extends ControlTestBase {
    private static final Map<String, Object> OUTPUT = Map.of("text", "done");
    private RunDriver run = RunDriver.NONE;
    private String attempt = "";

    @Autowired
    private Acceptance acceptance;

    @BeforeEach
    void oneReadyAttempt() {
        policy(ALLOW_ALL);
        run = run("""
            name: pay
            steps:
              - {id: pay, type: tool, tool: payments.refund, input: {amount: 12.5}, on_error: continue}
            """, Map.of()).start();
        attempt = attemptId(run, "pay", 1);
    }

    private String state() {
        return text("SELECT state FROM attempts WHERE id = ?", attempt);
    }

    private JsonNode claimed() {
        Answer answer = claim(attempt, "tool");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private void actOn(JsonNode job) {
        assertThat(renew(job, true).status()).isEqualTo(200);
        assertThat(state()).isEqualTo("ACTING");
    }

    private Answer renew(JsonNode job, boolean acting) {
        return post(
                worker,
                "/v1/attempts/" + attempt + "/renew",
                Map.of("lease_id", job.at("/lease_id").asString(), "acting", acting));
    }

    private void leaseRunsOut() {
        execute("UPDATE attempts SET lease_expires_at = clock_timestamp() - interval '1 s' WHERE id = ?", attempt);
    }

    @Test
    void a_claim_brings_the_job_with_a_grant_that_holds() throws Exception {
        JsonNode job = claimed();
        assertThat(job.at("/step").asString()).isEqualTo("pay");
        assertThat(job.at("/effect").asString()).isEqualTo("once");
        assertThat(job.at("/idempotency_key").asString())
                .isEqualTo(job.at("/step_id").asString());
        assertThat(job.at("/input/server_tool").asString()).isEqualTo("refund");
        assertThat(job.at("/remaining_ms").asLong()).isBetween(1_000L, 30_000L);

        SignedGrant grant = Json.read(job.at("/grant").toString(), SignedGrant.class);
        JsonNode key = get(worker, "/v1/keys/grants").json().at("/keys/0");
        byte[] encoded = Base64.getUrlDecoder().decode(key.at("/public_key").asString());
        assertThat(key.at("/kid").asString()).isEqualTo(grant.kid());
        assertThat(GrantSignatures.verify(
                        grant, KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded))))
                .isTrue();
        JsonNode payload = Json.tree(grant.payload());
        assertThat(payload.at("/args_sha256").asString())
                .isEqualTo(Digests.canonicalSha256(job.at("/input/arguments").toString()));
        assertThat(payload.at("/step").asString()).isEqualTo(job.at("/step_id").asString());
    }

    @Test
    void the_first_claim_wins_and_its_repetition_gets_the_same_lease() {
        Answer first = claim(attempt, "tool", "clm_1");
        Answer again = claim(attempt, "tool", "clm_1");
        assertThat(again.text("/lease_id")).isEqualTo(first.text("/lease_id"));
        Answer other = claim(attempt, "tool", "clm_2");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text("/code")).isEqualTo("attempt-not-ready");
    }

    @Test
    void a_key_that_does_not_serve_the_queue_may_not_claim() {
        worker = keys.worker(tenant, "llm");
        assertThat(claim(attempt, "tool").status()).isEqualTo(403);
        assertThat(claim(attempt, "llm").status()).isEqualTo(403);
        worker = keys.worker(tenant(), "tool");
        assertThat(claim(attempt, "tool").status()).isEqualTo(404);
    }

    @Test
    void a_lease_is_a_secret_of_its_key() {
        JsonNode job = claim(attempt, "tool", "clm_1").json();
        String own = worker;
        assertThat(job.at("/lease_id").asString()).matches("lse_[0-9a-f]{32}");
        for (String other :
                List.of(keys.worker(tenant, "tool"), keys.worker(tenant, "llm"), keys.worker(tenant, "*"))) {
            worker = other;
            assertThat(claim(attempt, "tool", "clm_1").status()).isIn(403, 409);
            assertThat(renew(job, true).text("/code")).isEqualTo("stale-attempt");
            assertThat(complete(job, OUTPUT).text("/code")).isEqualTo("stale-attempt");
        }
        worker = keys.worker(tenant(), "tool");
        assertThat(renew(job, true).status()).isEqualTo(404);
        assertThat(complete(job, OUTPUT).status()).isEqualTo(404);
        worker = own;
        assertThat(state()).isEqualTo("LEASED");
        assertThat(count("SELECT count(*) FROM attempts WHERE id = ? AND late_result IS NOT NULL", attempt))
                .isZero();
        assertThat(claim(attempt, "tool", "clm_1").text("/lease_id"))
                .isEqualTo(job.at("/lease_id").asString());
        assertThat(complete(job, OUTPUT).status()).isEqualTo(200);
        worker = keys.worker(tenant, "tool");
        assertThat(complete(job, OUTPUT).status()).isEqualTo(410);
    }

    @Test
    void no_read_shows_a_lease() {
        String lease = claimed().at("/lease_id").asString();
        String admin = keys.key(tenant, "admin");
        for (String part : List.of("", "/steps", "/journal", "/decisions", "/budget", "/attempts")) {
            Answer read = get(admin, "/v1/runs/" + run.id() + part);
            assertThat(read.status()).as(part).isEqualTo(200);
            assertThat(read.body()).as(part).doesNotContain(lease);
        }
        assertThat(get(admin, "/v1/audit").body()).doesNotContain(lease);
        assertThat(get(admin, "/v1/workers").body()).doesNotContain(lease);
    }

    @Test
    void another_output_usage_or_label_is_another_result() {
        JsonNode job = claimed();
        complete(job, OUTPUT);
        assertThat(report(job, "completed", OUTPUT, null, Map.of("input_tokens", 7, "output_tokens", 1))
                        .text("/code"))
                .isEqualTo("result-conflict");
        Map<String, Object> large = new LinkedHashMap<>();
        large.put("status", "completed");
        large.put("output_sha256", "0".repeat(64));
        String sha256 = Digests.canonicalSha256(Json.write(large));
        large.put("lease_id", job.at("/lease_id").asString());
        large.put("result_sha256", sha256);
        large.put("output_sha256", "1".repeat(64));
        assertThat(post(worker, "/v1/attempts/" + attempt + "/result", large).text("/errors/0/pointer"))
                .isEqualTo("/result_sha256");
    }

    @Test
    void a_result_is_accepted_once_and_a_replay_is_known() {
        JsonNode job = claimed();
        assertThat(complete(job, OUTPUT).json().at("/replay").asBoolean()).isFalse();
        assertThat(state()).isEqualTo("SUCCEEDED");
        Answer replay = complete(job, OUTPUT);
        assertThat(replay.status()).isEqualTo(200);
        assertThat(replay.json().at("/replay").asBoolean()).isTrue();
        Answer conflict = complete(job, Map.of("text", "something else"));
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.text("/code")).isEqualTo("result-conflict");
        deliver(run);
        assertThat(text("SELECT status FROM runs WHERE id = ?", run.id())).isEqualTo("completed");
    }

    @Test
    void a_result_whose_digest_is_wrong_is_refused() {
        JsonNode job = claimed();
        Answer answer = post(
                worker,
                "/v1/attempts/" + attempt + "/result",
                Map.of(
                        "lease_id",
                        job.at("/lease_id").asString(),
                        "status",
                        "completed",
                        "output",
                        OUTPUT,
                        "result_sha256",
                        "0".repeat(64)));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(state()).isEqualTo("LEASED");
    }

    @Test
    void a_lease_whose_time_has_just_passed_still_counts_until_somebody_was_told() {
        JsonNode job = claimed();
        leaseRunsOut();
        assertThat(renew(job, false).status()).isEqualTo(200);
        leaseRunsOut();
        assertThat(complete(job, OUTPUT).status()).isEqualTo(200);
    }

    @Test
    void after_expiry_a_report_is_stale_and_kept_as_evidence() {
        JsonNode job = claimed();
        leaseRunsOut();
        assertThat(acceptance.due(100)).contains(attempt);
        assertThat(acceptance.expire(attempt)).contains(OutcomeStatus.EXPIRED);
        assertThat(acceptance.expire(attempt)).isEmpty();
        assertThat(renew(job, false).status()).isEqualTo(410);
        Answer late = complete(job, OUTPUT);
        assertThat(late.status()).isEqualTo(410);
        assertThat(late.text("/code")).isEqualTo("stale-attempt");
        assertThat(text("SELECT late_result->'output'->>'text' FROM attempts WHERE id = ?", attempt))
                .isEqualTo("done");

        deliver(run);
        assertThat(text("SELECT state FROM attempts WHERE id = ?", attemptId(run, "pay", 2)))
                .isEqualTo("READY");
    }

    @Test
    void an_effect_that_had_begun_is_unknown_when_its_worker_dies_and_people_are_asked() {
        JsonNode job = claimed();
        actOn(job);
        leaseRunsOut();
        assertThat(acceptance.expire(attempt)).contains(OutcomeStatus.UNKNOWN);
        deliver(run);
        assertThat(count("SELECT count(*) FROM attempts WHERE run_id = ?", run.id()))
                .isEqualTo(1);
        assertThat(text("SELECT kind || ' ' || status FROM approvals WHERE run_id = ?", run.id()))
                .isEqualTo("reconcile pending");
        assertThat(text("SELECT state FROM steps WHERE run_id = ? AND path = 'pay'", run.id()))
                .isEqualTo("unknown");
    }

    @Test
    void what_a_worker_does_not_know_of_a_begun_effect_is_asked_at_once_in_its_words() {
        JsonNode job = claimed();
        actOn(job);
        Map<String, Object> error = Map.of("code", "tool-unavailable", "message", "the bank ended", "retryable", true);
        report(job, "unknown", null, error, Map.of());
        assertThat(state()).isEqualTo("UNKNOWN");
        deliver(run);
        assertThat(text("SELECT kind || ' ' || reason FROM approvals WHERE run_id = ?", run.id()))
                .isEqualTo("reconcile the bank ended");
    }

    @Test
    void a_begun_effect_that_was_certainly_not_done_is_tried_again() {
        JsonNode job = claimed();
        actOn(job);
        Map<String, Object> error = Map.of("code", "tool-unavailable", "message", "refused", "retryable", true);
        report(job, "failed", null, error, Map.of());
        assertThat(state()).isEqualTo("FAILED");
        deliver(run);
        assertThat(count("SELECT count(*) FROM approvals WHERE run_id = ?", run.id()))
                .isZero();
    }

    @Test
    void a_handed_back_attempt_is_dispatched_again() {
        report(claimed(), "released", null, null, Map.of());
        assertThat(state()).isEqualTo("RELEASED");
        deliver(run);
        assertThat(text("SELECT state FROM attempts WHERE id = ?", attemptId(run, "pay", 2)))
                .isEqualTo("READY");
    }

    @Test
    void a_worker_learns_of_a_cancellation_when_it_renews() {
        JsonNode job = claimed();
        run.give(new Event.CancelRequested(Signals.CANCELLATION, null, null));
        assertThat(text("SELECT status FROM runs WHERE id = ?", run.id())).isEqualTo("cancelled");
        assertThat(renew(job, true).json().at("/cancel").asBoolean()).isTrue();
        assertThat(complete(job, OUTPUT).status()).isEqualTo(410);
        assertThat(state()).isEqualTo("CANCELLED");
    }

    @Test
    void an_attempt_of_a_run_that_is_over_cannot_be_claimed() {
        run.give(new Event.CancelRequested(Signals.CANCELLATION, null, null));
        Answer answer = claim(attempt, "tool");
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.text("/code")).isEqualTo("run-over");
    }

    @Test
    void a_result_may_hold_what_the_database_cannot() {
        JsonNode job = claimed();
        assertThat(complete(job, Map.of("text", "a\u0000b")).status()).isEqualTo(200);
    }

    @Test
    void an_output_above_the_limit_is_refused_with_the_way_to_send_it() {
        JsonNode job = claimed();
        assertThat(complete(job, Map.of("text", "x".repeat(300_000))).status()).isEqualTo(413);
    }
}
