package dev.ferrumdeck.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.bridge.RedisBridge;
import dev.ferrumdeck.bridge.Ring;
import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.wire.Job;
import dev.ferrumdeck.contracts.wire.RenewRequest;
import dev.ferrumdeck.contracts.wire.ResultRequest;
import dev.ferrumdeck.contracts.wire.WorkerError;
import dev.ferrumdeck.worker.http.GatewayHttp;
import dev.ferrumdeck.worker.settings.IntakeSettings;
import dev.ferrumdeck.worker.telemetry.Spans;
import dev.ferrumdeck.worker.testing.FakeActor;
import dev.ferrumdeck.worker.testing.FakeGateway;
import dev.ferrumdeck.worker.testing.Jobs;
import dev.ferrumdeck.worker.testing.TestRedis;
import dev.ferrumdeck.worker.work.Json;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IntakeTest {
    private static final Map<String, Object> ARGUMENTS = Map.of("id", "7");
    private static TestRedis redis;

    private final FakeGateway gateway = new FakeGateway();
    private final FakeActor tool = new FakeActor("tool");
    private final FakeActor llm = new FakeActor("llm");
    private RedisBridge bridge;
    private Intake intake;

    @BeforeAll
    static void startRedis() {
        redis = new TestRedis();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void start() {
        bridge = RedisBridge.to(redis.url());
        intake = intake(Duration.ofSeconds(25), Duration.ofSeconds(5));
        intake.start();
    }

    @AfterEach
    void stop() {
        tool.finish();
        llm.finish();
        intake.stop();
        gateway.close();
        bridge.close();
    }

    @Test
    void an_attempt_is_claimed_acknowledged_done_and_reported() {
        ResultRequest result = run(tool("idempotent"));

        assertThat(result.status()).isEqualTo("completed");
        assertThat(result.output()).isEqualTo(Map.of("text", "done", "structured", Map.of("n", 1)));
        assertThat(result.leaseId()).isEqualTo("lse_1");
        assertThat(result.resultSha256())
                .isEqualTo(
                        Digests.canonicalSha256(
                                "{\"status\":\"completed\",\"output\":{\"text\":\"done\",\"structured\":{\"n\":1}},\"labels\":[]}"));
        assertThat(gateway.claims.get(0).workerId()).startsWith("java-");
        assertThat(gateway.claims.get(0).queue()).isEqualTo("tool");
        await().until(() -> bridge.health().of("tool").length() == 0);
    }

    @Test
    void many_attempts_run_side_by_side_but_never_more_than_there_are_slots() {
        tool.hold();
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            jobs.add(tool("none"));
        }
        jobs.forEach(gateway::offer);
        bridge.doorbell()
                .ring(jobs.stream()
                        .map(job -> new Ring("tool", job.attemptId(), null))
                        .toList());

        await().until(() -> tool.running() == 4);
        assertThat(gateway.claims).hasSize(4);
        tool.finish();
        await().until(() -> gateway.results.size() == 10);
        assertThat(tool.mostAtOnce()).isLessThanOrEqualTo(4);
    }

    @Test
    void a_queue_whose_work_hangs_leaves_the_others_their_slots() {
        llm.hold();
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            jobs.add(Jobs.llm(Map.of("n", i)));
        }
        jobs.forEach(gateway::offer);
        bridge.doorbell()
                .ring(jobs.stream()
                        .map(job -> new Ring("llm", job.attemptId(), null))
                        .toList());
        await().until(() -> llm.running() == 4);

        assertThat(run(tool("none")).status()).isEqualTo("completed");
        assertThat(llm.running()).isEqualTo(4);
    }

    @Test
    void an_attempt_that_is_not_ours_is_dropped_without_work() {
        ring(Jobs.attemptId());
        bridge.doorbell().ring(List.of(new Ring("tool", "not an attempt", null)));

        await().until(() -> bridge.health().of("tool").length() == 0 && gateway.claims.size() == 1);
        assertThat(tool.acted()).isZero();
    }

    @Test
    void a_claim_is_repeated_with_the_same_claim_id() {
        gateway.failNext("claim", 503, 500);

        assertThat(run(tool("none")).status()).isEqualTo("completed");
    }

    @Test
    void a_result_is_repeated_until_it_is_accepted() {
        gateway.failNext("result", 503, 503, 429);

        assertThat(run(tool("none")).status()).isEqualTo("completed");
    }

    @Test
    void a_grant_that_does_not_match_stops_everything_before_it_begins() {
        Job other = Jobs.tool(gateway, "orders", "lookup", "h", "none", Map.of("id", "8"));
        Job good = tool("none");
        Job swapped = new Job(
                good.attemptId(),
                good.runId(),
                good.stepId(),
                good.step(),
                1,
                "tool",
                good.input(),
                null,
                List.of(),
                other.grant(),
                "stp_1",
                "none",
                "lse_1",
                30_000,
                60_000,
                null,
                null);

        ResultRequest result = run(swapped);

        assertThat(result.status()).isEqualTo("failed");
        assertThat(error(result).code()).isEqualTo("grant-invalid");
        assertThat(error(result).message()).contains("digest of the arguments");
        assertThat(tool.acted()).isZero();
    }

    @Test
    void a_tool_step_without_a_grant_is_refused() {
        Job job = Jobs.job("tool", Map.of("tool", "orders.lookup"), "none", null, 30_000, 60_000);

        assertThat(error(run(job)).code()).isEqualTo("grant-invalid");
        assertThat(tool.acted()).isZero();
    }

    @Test
    void a_model_call_needs_no_grant() {
        assertThat(run("llm", Jobs.llm(Map.of("provider", "scripted"))).status())
                .isEqualTo("completed");
    }

    @Test
    void an_effect_once_is_announced_before_it_is_carried_out() {
        run(tool("once"));

        assertThat(gateway.renews.get(0)).isEqualTo(new RenewRequest("lse_1", true, null, null));
        assertThat(tool.acted()).isEqualTo(1);
    }

    @Test
    void an_effect_once_is_not_carried_out_when_the_announcement_is_refused() {
        gateway.renewStatus = 410;
        Job job = offerAndRing("tool", tool("once"));

        await().until(() -> gateway.renews.size() == 1);
        await().during(Duration.ofMillis(300)).until(() -> tool.acted() == 0);
        assertThat(gateway.results).doesNotContainKey(job.attemptId());
    }

    @Test
    void a_lease_that_is_lost_stops_the_work_and_nothing_is_reported() {
        tool.hold();
        Job job = offerAndRing("tool", Jobs.timed(tool("idempotent"), 3000, 60_000));
        await().until(() -> tool.running() == 1);

        gateway.renewStatus = 410;

        await().until(() -> tool.interrupted() == 1);
        assertThat(gateway.results).doesNotContainKey(job.attemptId());
    }

    @Test
    void a_worker_that_cannot_renew_fences_itself() {
        tool.hold();
        gateway.renewStatus = 503;
        Job job = offerAndRing("tool", Jobs.timed(tool("idempotent"), 3000, 60_000));

        await().until(() -> tool.interrupted() == 1);
        assertThat(gateway.results).doesNotContainKey(job.attemptId());
    }

    @Test
    void a_cancelled_attempt_is_stopped_and_reported_so() {
        tool.hold();
        Job job = offerAndRing("tool", Jobs.timed(tool("idempotent"), 3000, 60_000));
        await().until(() -> tool.running() == 1);

        gateway.cancel = true;

        assertThat(result(job).status()).isEqualTo("cancelled");
        await().until(() -> tool.interrupted() == 1);
    }

    @Test
    void a_step_whose_time_is_over_is_stopped_and_reported() {
        tool.hold();
        ResultRequest result = run(Jobs.timed(tool("idempotent"), 30_000, 400));

        assertThat(error(result).code()).isEqualTo("timeout");
        assertThat(error(result).retryable()).isTrue();
    }

    @Test
    void an_effect_once_that_was_broken_off_is_said_to_be_unknown_at_once() {
        tool.breakMidway();

        ResultRequest result = run(tool("once"));

        assertThat(result.status()).isEqualTo("unknown");
        assertThat(error(result).message()).isEqualTo("the server ended");
    }

    @Test
    void what_the_actor_throws_is_reported_with_its_code() {
        tool.breakMidway();

        ResultRequest result = run(tool("idempotent"));

        assertThat(error(result)).isEqualTo(new WorkerError("tool-unavailable", "the server ended", true));
    }

    @Test
    void large_outputs_and_inputs_travel_as_artifacts() {
        tool.answer("x".repeat(300_000));
        Job job = tool("none");
        byte[] input = Json.MAPPER.writeValueAsBytes(job.input());
        String sha256 = HexFormat.of().formatHex(Digests.sha256(input));
        gateway.artifacts.put(sha256, input);

        ResultRequest result = run(Jobs.withInputAt(job, sha256));

        assertThat(result.output()).isNull();
        assertThat(result.outputSha256()).isNotNull();
        assertThat(gateway.artifacts.get(String.valueOf(result.outputSha256()))).hasSizeGreaterThan(300_000);
    }

    @Test
    void on_shutdown_what_runs_is_finished() throws Exception {
        tool.hold();
        Job job = offerAndRing("tool", tool("idempotent"));
        await().until(() -> tool.running() == 1);

        Thread stopping = new Thread(intake::stop);
        stopping.start();
        await().until(() -> !intake.isRunning());
        tool.finish();
        stopping.join(10_000);

        assertThat(result(job).status()).isEqualTo("completed");
    }

    @Test
    void on_shutdown_what_does_not_finish_is_handed_back() {
        intake.stop();
        intake = intake(Duration.ofSeconds(25), Duration.ofMillis(100));
        intake.start();
        tool.hold();
        Job job = offerAndRing("tool", tool("idempotent"));
        await().until(() -> tool.running() == 1);

        intake.stop();

        assertThat(result(job).status()).isEqualTo("released");
    }

    @Test
    void renewals_that_hang_are_tried_again_in_time_and_the_result_is_not_lost() {
        tool.hold();
        gateway.hangNext("renew", 2);
        Job job = offerAndRing("tool", Jobs.timed(tool("idempotent"), 3000, 60_000));

        await().until(() -> gateway.renews.size() >= 2);
        tool.finish();

        assertThat(result(job).status()).isEqualTo("completed");
    }

    @Test
    void a_tools_result_that_cannot_be_stored_stays_completed_with_a_note() {
        gateway.failNext("result", 422);

        ResultRequest result = run(tool("once"));

        assertThat(result.status()).isEqualTo("completed");
        assertThat(String.valueOf(result.output())).contains("could not be stored");
    }

    private Intake intake(Duration fence, Duration grace) {
        IntakeSettings settings = new IntakeSettings(
                redis.url(), List.of("llm", "tool"), "java", 4, fence, grace, Duration.ofSeconds(15));
        return new Intake(
                settings, new GatewayHttp(gateway.settings()), List.of(tool, llm), new Spans(OpenTelemetry.noop()));
    }

    private Job tool(String effect) {
        return Jobs.tool(gateway, "orders", "lookup", "h", effect, ARGUMENTS);
    }

    private ResultRequest run(Job job) {
        return run("tool", job);
    }

    private ResultRequest run(String queue, Job job) {
        return result(offerAndRing(queue, job));
    }

    private ResultRequest result(Job job) {
        await().atMost(Duration.ofSeconds(20)).until(() -> gateway.results.containsKey(job.attemptId()));
        return Objects.requireNonNull(gateway.results.get(job.attemptId()));
    }

    private Job offerAndRing(String queue, Job job) {
        gateway.offer(job);
        bridge.doorbell().ring(List.of(new Ring(queue, job.attemptId(), null)));
        return job;
    }

    private void ring(String attempt) {
        bridge.doorbell().ring(List.of(new Ring("tool", attempt, null)));
    }

    private static WorkerError error(ResultRequest result) {
        WorkerError error = result.error();
        assertThat(error).isNotNull();
        return Objects.requireNonNull(error);
    }
}
