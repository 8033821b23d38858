package dev.ferrumdeck.worker.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.worker.http.GatewayHttp;
import dev.ferrumdeck.worker.http.Patience;
import dev.ferrumdeck.worker.http.Reply;
import dev.ferrumdeck.worker.work.Json;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Stores and fetches what is larger than a message may be. Safe to share. */
public final class Artifacts {
    /** What is larger travels as an artifact, in bytes. */
    public static final int LARGEST_INLINE = 256 * 1024;

    private final GatewayHttp gateway;

    public Artifacts(GatewayHttp gateway) {
        this.gateway = gateway;
    }

    /** The JSON object stored under this digest; what does not have the digest is refused. */
    public Map<String, Object> fetch(String sha256, BooleanSupplier worthwhile) throws InterruptedException {
        Reply reply = Patience.send(() -> gateway.get("/v1/artifacts/" + sha256), worthwhile);
        if (!reply.ok()) {
            throw WorkFailed.transientError(
                    ErrorCode.UNAVAILABLE, "artifact " + sha256 + " was not given out: status " + reply.status());
        }
        if (!HexFormat.of().formatHex(Digests.sha256(reply.body())).equals(sha256)) {
            throw WorkFailed.transientError(ErrorCode.UNAVAILABLE, "artifact " + sha256 + " arrived damaged");
        }
        return Json.object(new String(reply.body(), UTF_8));
    }

    /** Stores bytes for a run; answers their digest. */
    public String store(String runId, byte[] json, BooleanSupplier worthwhile) throws InterruptedException {
        Reply reply = Patience.send(
                () -> gateway.postBytes("/v1/artifacts?run_id=" + runId, json, "application/json"), worthwhile);
        if (!reply.ok()) {
            throw WorkFailed.terminal(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "the output of " + json.length + " bytes was not stored: status " + reply.status()
                            + "; let the tool answer less, or raise the quota of the run");
        }
        return HexFormat.of().formatHex(Digests.sha256(json));
    }
}
