package dev.ferrumdeck.worker.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.Job;
import dev.ferrumdeck.contracts.wire.ResultRequest;
import dev.ferrumdeck.contracts.wire.ToolOutput;
import dev.ferrumdeck.worker.artifacts.Artifacts;
import dev.ferrumdeck.worker.http.GatewayAway;
import dev.ferrumdeck.worker.http.GatewayHttp;
import dev.ferrumdeck.worker.http.Patience;
import dev.ferrumdeck.worker.http.Reply;
import dev.ferrumdeck.worker.work.Done;
import dev.ferrumdeck.worker.work.Json;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts results until they are answered, for as long as the lease is held. Safe to share. */
final class Reports {
    private static final Logger log = LoggerFactory.getLogger(Reports.class);

    private final GatewayHttp gateway;
    private final Artifacts artifacts;

    Reports(GatewayHttp gateway, Artifacts artifacts) {
        this.gateway = gateway;
        this.artifacts = artifacts;
    }

    void send(Lease lease, Report report) throws InterruptedException {
        String attempt = lease.job().attemptId();
        if (report.silent() || !lease.held()) {
            log.warn("nothing is reported of {}: its lease is gone", attempt);
            return;
        }
        try {
            Reply reply = post(lease, request(lease, report));
            boolean notKept = reply.status() == 413 || reply.status() == 422;
            if (notKept && report.error() == null) {
                reply = post(lease, request(lease, without(lease.job(), report, reply.excerpt())));
            }
            answered(lease.job(), report, reply);
        } catch (GatewayAway e) {
            log.warn("the result of {} was not taken in time: {}", attempt, e.getMessage());
        }
    }

    private static void answered(Job job, Report report, Reply reply) {
        String attempt = job.attemptId();
        if (reply.ok()) {
            log.info(
                    "step {} {} {} (attempt {}, {})",
                    job.step(),
                    subject(job),
                    report.status(),
                    job.attempt(),
                    attempt);
        } else if (reply.status() == 410 || reply.status() == 409) {
            log.warn("the result of {} came too late: {}", attempt, reply.status());
        } else {
            log.error("the result of {} was refused: {} {}", attempt, reply.status(), reply.excerpt());
        }
    }

    /** The tool or the model, for people who read the log. */
    private static Object subject(Job job) {
        Map<String, Object> input = job.input() == null ? Map.of() : job.input();
        return input.getOrDefault("tool", input.getOrDefault("model", job.type()));
    }

    private Reply post(Lease lease, ResultRequest request) throws InterruptedException {
        String path = "/v1/attempts/" + lease.job().attemptId() + "/result";
        return Patience.send(() -> gateway.post(path, request), lease::held);
    }

    private ResultRequest request(Lease lease, Report report) throws InterruptedException {
        byte[] output =
                report.output() == null ? null : Json.write(report.output()).getBytes(UTF_8);
        if (output == null || output.length <= Artifacts.LARGEST_INLINE) {
            Object tree = output == null ? null : Json.object(new String(output, UTF_8));
            return request(lease, report, tree, null);
        }
        try {
            String sha256 = artifacts.store(lease.job().runId(), output, lease::held);
            return request(lease, report, null, sha256);
        } catch (WorkFailed e) {
            return request(lease, without(lease.job(), report, String.valueOf(e.getMessage())));
        }
    }

    private static ResultRequest request(
            Lease lease, Report report, @Nullable Object output, @Nullable String outputSha256) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("status", report.status());
        said.put("labels", List.of());
        put(said, "output", output);
        put(said, "output_sha256", outputSha256);
        put(said, "usage", report.usage());
        put(said, "error", report.error());
        return new ResultRequest(
                lease.job().leaseId(),
                report.status(),
                output,
                outputSha256,
                Digests.canonicalSha256(Json.write(said)),
                report.usage(),
                report.error(),
                List.of());
    }

    private static void put(Map<String, Object> said, String part, @Nullable Object value) {
        if (value != null) {
            said.put(part, value);
        }
    }

    /** A result that cannot be kept: what a tool did is done all the same, and is told so; a model may be asked again. */
    private static Report without(Job job, Report report, String why) {
        String note = "the result of " + job.attemptId() + " could not be stored: " + why;
        if (job.type().equals("llm")) {
            return Report.failed(WorkFailed.terminal(ErrorCode.PAYLOAD_TOO_LARGE, note)
                            .asError())
                    .having(report.usage());
        }
        ToolOutput stub = new ToolOutput("[the tool was called and answered; " + note + "]", null);
        return Report.completed(new Done(stub, report.usage()));
    }
}
