package dev.ferrumdeck.gateway.attempts;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.ResultRequest;
import dev.ferrumdeck.gateway.journal.Values;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads and checks what workers report. */
@Component
class Reports {
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
        checkDigest(request);
        if (status == Report.Status.COMPLETED && request.output() == null && request.outputSha256() == null) {
            throw ApiException.invalid("/output", "a completed result has an output or an output_sha256");
        }
        if (status == Report.Status.FAILED && request.error() == null) {
            throw ApiException.invalid("/error", "a failed result has an error");
        }
        return new Report(
                status,
                Values.clean(output(tenantId, request)),
                request.usage(),
                request.error(),
                request.labels(),
                request.resultSha256());
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
        throw ApiException.invalid("/status", "one of completed, failed, cancelled, released");
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

    @SuppressWarnings("NullAway") // absent parts are digested as null
    private void checkDigest(ResultRequest request) {
        Map<String, Object> digested = new LinkedHashMap<>();
        digested.put("status", request.status());
        digested.put("output", request.output());
        digested.put("error", request.error() == null ? null : json.convertValue(request.error(), Object.class));
        if (!Digests.canonicalSha256(json.writeValueAsString(digested)).equals(request.resultSha256())) {
            throw ApiException.invalid(
                    "/result_sha256", "not the digest of the canonical JSON of {status, output, error}");
        }
    }
}
