package dev.ferrumdeck.gateway.runs;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * A client that watches a run. One thread at a time has it in hand: who has won {@link #take}, until {@link #release}.
 */
final class Subscription {
    private final String runId;
    private final String keyId;
    private final SseEmitter emitter;
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile int cursor;
    private volatile long lastSentNanos;
    private volatile boolean closed;

    Subscription(String runId, String keyId, int after, SseEmitter emitter, long nowNanos) {
        this.runId = runId;
        this.keyId = keyId;
        this.cursor = after;
        this.emitter = emitter;
        this.lastSentNanos = nowNanos;
    }

    String runId() {
        return runId;
    }

    /** Whose rights it lives by. */
    String keyId() {
        return keyId;
    }

    int cursor() {
        return cursor;
    }

    boolean isClosed() {
        return closed;
    }

    long stillFor(long nowNanos) {
        return nowNanos - lastSentNanos;
    }

    boolean take() {
        return taken.compareAndSet(false, true);
    }

    void release() {
        taken.set(false);
    }

    void open(long retryMillis) throws IOException {
        emitter.send(SseEmitter.event().reconnectTime(retryMillis).comment("events of " + runId));
    }

    void send(Envelope envelope, long nowNanos) throws IOException {
        emitter.send(SseEmitter.event()
                .id(Integer.toString(envelope.n()))
                .name(envelope.type())
                .data(envelope.data()));
        cursor = envelope.n();
        lastSentNanos = nowNanos;
    }

    void beat(long nowNanos) throws IOException {
        emitter.send(SseEmitter.event().comment("heartbeat"));
        lastSentNanos = nowNanos;
    }

    /** The stream is over; nothing is sent any more. */
    void complete() {
        closed = true;
        emitter.complete();
    }

    /** The client has gone. */
    void drop() {
        closed = true;
    }
}
