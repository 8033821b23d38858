package dev.ferrumdeck.worker.grants;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.GrantSignatures;
import dev.ferrumdeck.contracts.wire.Grant;
import dev.ferrumdeck.contracts.wire.Job;
import dev.ferrumdeck.contracts.wire.SignedGrant;
import dev.ferrumdeck.contracts.wire.ToolInput;
import dev.ferrumdeck.worker.http.GatewayHttp;
import dev.ferrumdeck.worker.work.Json;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import tools.jackson.core.JacksonException;

/** Refuses to act on a tool step whose grant does not match it to the byte. Safe to share. */
public final class GrantCheck {
    private final GrantKeys keys;

    public GrantCheck(GatewayHttp gateway) {
        this.keys = new GrantKeys(gateway);
    }

    /** Fetches the keys ahead of the first grant, so that it need not wait for them; tells of trouble in the log. */
    public void warmUp() throws InterruptedException {
        keys.fetchAhead();
    }

    /**
     * The grant of a job, checked.
     *
     * @param sinceClaim how long ago the job was claimed
     * @throws WorkFailed with {@code grant-invalid} when any part does not match
     */
    public Grant check(Job job, Map<String, Object> input, Duration sinceClaim, BooleanSupplier worthwhile)
            throws InterruptedException {
        SignedGrant signed = job.grant();
        if (signed == null) {
            throw refused(job, "there is none");
        }
        PublicKey key = keys.find(signed.kid(), worthwhile)
                .orElseThrow(() -> refused(job, "its key " + signed.kid() + " is unknown"));
        if (!GrantSignatures.verify(signed, key)) {
            throw refused(job, "its signature is wrong");
        }
        Grant grant = read(job, signed);
        compare(job, Json.convert(input, ToolInput.class), grant);
        if (sinceClaim.toMillis() > grant.ttlMs()) {
            throw refused(job, "it held for " + grant.ttlMs() + " ms");
        }
        return grant;
    }

    private static Grant read(Job job, SignedGrant signed) {
        try {
            return Json.MAPPER.readValue(signed.payload(), Grant.class);
        } catch (JacksonException e) {
            throw refused(job, "it is not readable");
        }
    }

    private static void compare(Job job, ToolInput input, Grant grant) {
        expect(job, "run", job.runId(), grant.run());
        expect(job, "step", job.stepId(), grant.step());
        expect(job, "attempt", String.valueOf(job.attempt()), String.valueOf(grant.attempt()));
        expect(job, "tool", input.tool(), grant.tool());
        String digest = Digests.canonicalSha256(Json.write(input.arguments()));
        expect(job, "digest of the arguments", digest, grant.argsSha256());
    }

    private static void expect(Job job, String what, String actual, String granted) {
        if (!actual.equals(granted)) {
            throw refused(job, "its " + what + " is " + granted + ", not " + actual);
        }
    }

    private static WorkFailed refused(Job job, String why) {
        return WorkFailed.terminal(
                ErrorCode.GRANT_INVALID,
                "the grant of attempt " + job.attemptId() + " does not hold: " + why
                        + "; nothing was done. If this repeats, check that gateway and worker run the same version");
    }
}
