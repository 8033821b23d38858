package dev.ferrumdeck.worker.intake;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.ferrumdeck.bridge.Delivery;
import dev.ferrumdeck.bridge.RedisAway;
import dev.ferrumdeck.bridge.StreamReader;
import dev.ferrumdeck.contracts.wire.ClaimRequest;
import dev.ferrumdeck.contracts.wire.Job;
import dev.ferrumdeck.worker.http.GatewayAway;
import dev.ferrumdeck.worker.http.GatewayHttp;
import dev.ferrumdeck.worker.http.Patience;
import dev.ferrumdeck.worker.http.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims what an entry names, and takes the entry out of its stream as soon as there is an answer. Without one the entry
 * stays, and somebody takes it over later.
 */
final class Claims {
    private static final Logger log = LoggerFactory.getLogger(Claims.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final GatewayHttp gateway;
    private final StreamReader reader;
    private final String workerId;
    private final Duration fence;
    private final QueueIntake.Refusal refusal;
    private final LongSupplier nanos;
    private volatile boolean refused;

    Claims(GatewayHttp gateway, StreamReader reader, Ways ways, LongSupplier nanos) {
        this.gateway = gateway;
        this.reader = reader;
        this.workerId = ways.workerId();
        this.fence = ways.fence();
        this.refusal = ways.refusal();
        this.nanos = nanos;
    }

    /** In whose name it claims, how long a lease is trusted without a word, and who is told of a refusal. */
    record Ways(String workerId, Duration fence, QueueIntake.Refusal refusal) {}

    /** The lease, when the attempt is ours. */
    Optional<Lease> claim(Delivery delivery) throws InterruptedException {
        if (refused) {
            return Optional.empty();
        }
        if (!delivery.attemptId().matches("att_[0-9A-Z]{26}")) {
            log.warn("dropping entry {} of queue {}: it names no attempt", delivery.entryId(), delivery.queue());
            acknowledge(delivery);
            return Optional.empty();
        }
        long sentAt = nanos.getAsLong();
        try {
            return answered(delivery, ask(delivery, sentAt), sentAt);
        } catch (GatewayAway e) {
            log.warn("could not claim {}, the entry stays: {}", delivery.attemptId(), e.getMessage());
            return Optional.empty();
        }
    }

    private Reply ask(Delivery delivery, long sentAt) throws InterruptedException {
        ClaimRequest body = new ClaimRequest(workerId, delivery.queue(), "clm_" + UlidCreator.getMonotonicUlid());
        return Patience.send(
                () -> gateway.post("/v1/attempts/" + delivery.attemptId() + "/claim", body),
                () -> nanos.getAsLong() - sentAt < PATIENCE.toNanos());
    }

    private Optional<Lease> answered(Delivery delivery, Reply reply, long sentAt) {
        if (reply.status() == 401) {
            return refused(delivery, "the gateway does not accept this worker's key; check FERRUMDECK_API_KEY");
        }
        if (reply.status() == 403) {
            return refused(delivery, "its key is not for this queue; give the worker one that is");
        }
        acknowledge(delivery);
        if (!reply.ok()) {
            log.debug("attempt {} is not ours to do: {} {}", delivery.attemptId(), reply.status(), reply.excerpt());
            return Optional.empty();
        }
        return Optional.of(new Lease(reply.as(Job.class), fence, sentAt));
    }

    /** What was read meanwhile is not claimed either: it is for others. */
    private Optional<Lease> refused(Delivery delivery, String why) {
        refused = true;
        refusal.refused(delivery, why);
        return Optional.empty();
    }

    private void acknowledge(Delivery delivery) {
        try {
            reader.acknowledge(delivery);
        } catch (RedisAway e) {
            log.debug("entry {} will be met again and dropped then: {}", delivery.entryId(), e.getMessage());
        }
    }
}
