package dev.ferrumdeck.demo;

import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.demo.tools.RefundLedger;
import dev.ferrumdeck.demo.tools.ToolServer;
import dev.ferrumdeck.demo.tools.WitnessLog;
import dev.ferrumdeck.demo.tools.WitnessLog.What;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A refund: one call denied, one edited by a person, its worker killed in the middle, and the money paid once. */
final class RefundPlay {
    private static final String TOOL = "payments.refund";
    private static final Duration NEW_WORKER = Duration.ofSeconds(60);

    private final Stage stage;
    private final Checks checks;

    private RefundPlay(Stage stage) {
        this.stage = stage;
        this.checks = stage.checks();
    }

    static void play(Stage stage) {
        new RefundPlay(stage).play();
    }

    private void play() {
        int from = stage.witness().lines().size();
        var request = Json.object().put("agent", "support");
        request.putObject("input").put("message", "I sent the espresso machine of order 4711 back. My money, please.");
        WorkerKill kill = WorkerKill.lieInWait(stage);
        Story story = Story.start(stage, request);
        JsonNode run = story.tell(new Answering(stage)::answer);
        Proof proof = new Proof(stage, run, from);
        proof.timeline();
        stage.terminal().line("Claims:");
        proof.status("completed");
        proof.neverReached("shell.exec", "no-shell");
        JsonNode approval = approval(run.path("id").asString(""));
        if (approval.path("status").asString("").equals("approved")) {
            refunded(proof, story, approval, kill);
        } else {
            checks.equal(
                    "a refund that people did not approve was not made",
                    0,
                    proof.witnessed(TOOL, What.EFFECT).size());
        }
        proof.budget();
        proof.records();
        proof.links();
    }

    private void refunded(Proof proof, Story story, JsonNode approval, WorkerKill kill) {
        List<WitnessLog.Line> effects = proof.witnessed(TOOL, What.EFFECT);
        checks.equal("the refund was made exactly once", 1, effects.size());
        if (effects.isEmpty()) {
            return;
        }
        once(proof, effects.get(0), approval);
        killed(proof, story, approval.path("step").asString(""), effects.get(0), kill);
    }

    private void once(Proof proof, WitnessLog.Line effect, JsonNode approval) {
        JsonNode wanted = approval.path(approval.has("edited_arguments") ? "edited_arguments" : "arguments");
        checks.equal(
                "with the amount that was approved",
                wanted.path("amount").decimalValue().stripTrailingZeros(),
                new BigDecimal(String.valueOf(effect.arguments().get("amount"))).stripTrailingZeros());
        String digest = approval.path(approval.has("edited_args_sha256") ? "edited_args_sha256" : "args_sha256")
                .asString("");
        checks.equal(
                "the tool got byte for byte what was approved (digest "
                        + digest.substring(0, Math.min(12, digest.length())) + ")",
                digest,
                Digests.canonicalSha256(Json.mapper().writeValueAsString(effect.arguments())));
        checks.equal(
                "the approval was used by that step alone",
                approval.path("step_id").asString(""),
                approval.path("consumed_by").asString(""));
        checks.equal(
                "the idempotency key is the step's id",
                approval.path("step_id").asString(""),
                String.valueOf(effect.idempotencyKey()));
        long paid = ToolServer.ledger(stage.demoHome()).refunds().stream()
                .map(RefundLedger.Refund::key)
                .filter(it -> it.equals(effect.idempotencyKey()))
                .count();
        checks.equal("the payment ledger has it once", 1L, paid);
        int calls = proof.witnessed(TOOL, What.CALL).size();
        int repeats = proof.witnessed(TOOL, What.REPEAT).size();
        checks.claim(
                "the tool was called again and did nothing more",
                calls >= 2 && repeats == calls - 1,
                calls + " calls, " + repeats + " dropped as repeats");
    }

    private void killed(Proof proof, Story story, String step, WitnessLog.Line effect, WorkerKill kill) {
        long pid = kill.pid().orElse(0L);
        checks.claim(
                "the worker was killed in the middle of it",
                pid > 0 && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty(),
                "process " + pid);
        Waiting.until(NEW_WORKER, () -> stage.stack().workers().stream().anyMatch(it -> it != pid));
        checks.claim("another worker lives", stage.stack().workers().stream().anyMatch(it -> it != pid), "none");
        Set<String> workers = new HashSet<>();
        for (JsonNode attempt : story.attempts(step)) {
            if (attempt.hasNonNull("worker_id")) {
                workers.add(attempt.path("worker_id").asString(""));
            }
        }
        checks.equal("two workers held it, one after the other", 2, workers.size());
        Set<Long> servers = new HashSet<>();
        proof.witnessed(TOOL, What.CALL).forEach(it -> servers.add(it.pid()));
        checks.claim(
                "two tool servers were called, with one key",
                servers.size() == 2
                        && proof.witnessed(TOOL, What.CALL).stream()
                                .allMatch(it ->
                                        String.valueOf(it.idempotencyKey()).equals(effect.idempotencyKey())),
                servers.toString());
        try (Facts facts = new Facts(stage.stack().database())) {
            checks.equal(
                    "one attempt of it succeeded, one expired",
                    11L,
                    facts.number(
                            "SELECT 10 * count(*) FILTER (WHERE"
                                    + " state = 'SUCCEEDED') + count(*) FILTER (WHERE state = 'EXPIRED') FROM attempts"
                                    + " WHERE run_id = ? AND step_path = ?",
                            story.run(),
                            step));
        }
    }

    private JsonNode approval(String run) {
        List<JsonNode> approvals = stage.client().list("/v1/approvals", Map.of("run", run), 10);
        if (approvals.size() != 1) {
            throw new DemoFailed("expected one question to people, found " + approvals.size());
        }
        return stage.client().get("/v1/approvals/" + approvals.get(0).path("id").asString(""));
    }
}
