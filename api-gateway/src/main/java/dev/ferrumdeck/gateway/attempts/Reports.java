package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.values.SafeText;
import dev.ferrumdeck.contracts.values.SafeValue;
import dev.ferrumdeck.contracts.wire.ResultRequest;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.contracts.wire.WorkerError;
import dev.ferrumdeck.gateway.journal.Values;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and checks what workers report. */
@Component
class Reports {
    private static final Set<String> NOT_COVERED = Set.of("lease_id", "result_sha256");
    private static final int LONGEST_CODE = 64;
    private static final int LONGEST_MESSAGE = 4_000;
    private static final int MOST_LABELS = 32;
    private static final long MOST_TOKENS = 1_000_000_000;

    private final Values values;
    private final JsonMapper json;

    Reports(Values values, JsonMapper json) {
        this.values = values;
        this.json = json;
    }

    /** @throws ApiException 413 or 422 when the report is not well-formed */
    Report read(String tenantId, ResultRequest request) {
        Report.Status status = status(request.status());
        checkSize(request.output());
        if (status == Report.Status.COMPLETED && request.output() == null && request.outputSha256() == null) {
            throw ApiException.invalid("/output", "a completed result has an output or an output_sha256");
        }
        boolean needsReason = status == Report.Status.FAILED || status == Report.Status.UNKNOWN;
        if (needsReason && request.error() == null) {
            throw ApiException.invalid("/error", "a failed or unknown result has an error");
        }
        SafeValue output = SafeValue.of(output(tenantId, request));
        return new Report(
                status,
                output.json(),
                output.notes(),
                usage(request.usage()),
                error(request.error()),
                labels(request.labels()),
                request.resultSha256());
    }

    /** More than any call can use is no count of what it used. */
    private static @Nullable Usage usage(@Nullable Usage usage) {
        boolean absurd = usage != null && Math.max(usage.inputTokens(), usage.outputTokens()) > MOST_TOKENS;
        return absurd ? null : usage;
    }

    private static @Nullable WorkerError error(@Nullable WorkerError error) {
        if (error == null) {
            return null;
        }
        String code = error.code() == null ? ErrorCode.INTERNAL.wireName() : SafeText.of(error.code(), LONGEST_CODE);
        String message = error.message() == null ? "" : SafeText.of(error.message(), LONGEST_MESSAGE);
        return new WorkerError(code, message, error.retryable());
    }

    private static List<String> labels(List<String> labels) {
        return labels.stream()
                .limit(MOST_LABELS)
                .map(label -> SafeText.of(label, LONGEST_CODE))
                .distinct()
                .toList();
    }

    private @Nullable Object output(String tenantId, ResultRequest request) {
        if (request.outputSha256() == null) {
            return request.output();
        }
        try {
            return values.read(tenantId, new Values.Stored(null, request.outputSha256()));
        } catch (RuntimeException e) {
            throw ApiException.invalid(
                    "/output_sha256",
                    "there is no readable JSON artifact " + request.outputSha256() + "; upload it first");
        }
    }

    private static Report.Status status(@Nullable String name) {
        for (Report.Status status : Report.Status.values()) {
            if (status.name().toLowerCase(Locale.ROOT).equals(name)) {
                return status;
            }
        }
        throw ApiException.invalid("/status", "one of completed, failed, unknown, cancelled, released");
    }

    private void checkSize(@Nullable Object output) {
        if (output != null
                && json.writeValueAsString(output).getBytes(StandardCharsets.UTF_8).length > Values.MAX_INLINE_BYTES) {
            throw ApiException.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "An output above " + Values.MAX_INLINE_BYTES + " bytes goes to POST /v1/artifacts first; send its"
                            + " digest as output_sha256.");
        }
    }

    /** @throws ApiException 422 when the body is not that of a result */
    ResultRequest parse(JsonNode body) {
        if (!body.isObject()) {
            throw ApiException.invalid("", "a result is an object");
        }
        try {
            return json.treeToValue(body, ResultRequest.class);
        } catch (JacksonException | IllegalArgumentException e) {
            throw ApiException.invalid("", "not a result: " + e.getMessage());
        }
    }

    /** Covers all that is said, as it was sent: what a worker of another version adds is covered too. */
    void checkDigest(JsonNode body, String sha256) {
        ObjectNode covered = json.createObjectNode();
        body.properties().stream()
                .filter(part ->
                        !NOT_COVERED.contains(part.getKey()) && !part.getValue().isNull())
                .forEach(part -> covered.set(part.getKey(), part.getValue()));
        if (!Digests.canonicalSha256(Json.writeAsItIs(covered)).equals(sha256)) {
            throw ApiException.invalid(
                    "/result_sha256",
                    "not the digest of the canonical JSON of the body without lease_id, result_sha256 and null parts");
        }
    }
}
