package dev.ferrumdeck.worker.testing;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.wire.Grant;
import dev.ferrumdeck.contracts.wire.Job;
import dev.ferrumdeck.worker.work.Json;
import java.util.List;
import java.util.Map;

/** Makes jobs as the gateway hands them out. */
public final class Jobs {
    public static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private Jobs() {}

    public static String attemptId() {
        return "att_" + UlidCreator.getMonotonicUlid();
    }

    /** A tool job with a good grant. */
    public static Job tool(
            FakeGateway gateway,
            String server,
            String tool,
            String hash,
            String effect,
            Map<String, Object> arguments) {
        Map<String, Object> input =
                Map.of("tool", server + "." + tool, "server", server, "server_tool", tool, "arguments", arguments);
        Grant grant = new Grant(
                "run_1",
                "stp_1",
                1,
                server + "." + tool,
                hash,
                Digests.canonicalSha256(Json.write(arguments)),
                "default@1",
                null,
                60_000);
        return job("tool", input, effect, gateway.sign(grant), 30_000, 60_000);
    }

    public static Job llm(Map<String, Object> input) {
        return job("llm", input, "none", null, 30_000, 60_000);
    }

    public static Job job(
            String type,
            Map<String, Object> input,
            String effect,
            dev.ferrumdeck.contracts.wire.SignedGrant grant,
            long leaseTtlMs,
            long remainingMs) {
        return new Job(
                attemptId(),
                "run_1",
                "stp_1",
                "agent/tool-1-0",
                1,
                type,
                input,
                null,
                List.of(),
                grant,
                "stp_1",
                effect,
                "lse_1",
                leaseTtlMs,
                remainingMs,
                TRACEPARENT,
                "support");
    }

    /** The same job with other lease and step times. */
    public static Job timed(Job job, long leaseTtlMs, long remainingMs) {
        return new Job(
                job.attemptId(),
                job.runId(),
                job.stepId(),
                job.step(),
                job.attempt(),
                job.type(),
                job.input(),
                job.inputSha256(),
                job.labels(),
                job.grant(),
                job.idempotencyKey(),
                job.effect(),
                job.leaseId(),
                leaseTtlMs,
                remainingMs,
                job.traceparent(),
                job.agent());
    }

    /** The same job with its input as an artifact. */
    public static Job withInputAt(Job job, String sha256) {
        return new Job(
                job.attemptId(),
                job.runId(),
                job.stepId(),
                job.step(),
                job.attempt(),
                job.type(),
                null,
                sha256,
                job.labels(),
                job.grant(),
                job.idempotencyKey(),
                job.effect(),
                job.leaseId(),
                job.leaseTtlMs(),
                job.remainingMs(),
                job.traceparent(),
                job.agent());
    }
}
