package dev.ferrumdeck.worker.intake;

import dev.ferrumdeck.contracts.wire.Job;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The hold on one attempt. It is good until it is lost: by the gateway's word, or by too long a silence, counted on this
 * machine's monotonic clock from when the last good request was sent. Safe to share.
 */
final class Lease {
    private final Job job;
    private final Duration fence;
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private volatile long lastGood;
    private volatile boolean lost;
    private volatile boolean acting;

    /** A lease that was asked for at {@code sentAt}, in nanoseconds of the monotonic clock. */
    Lease(Job job, Duration fence, long sentAt) {
        this.job = job;
        Duration beforeExpiry = Duration.ofMillis(job.leaseTtlMs() * 5 / 6);
        this.fence = fence.compareTo(beforeExpiry) < 0 ? fence : beforeExpiry;
        this.lastGood = sentAt;
    }

    Job job() {
        return job;
    }

    /** A renew that was sent at {@code sentAt} was granted. */
    void renewed(long sentAt) {
        lastGood = Math.max(lastGood, sentAt);
    }

    /** How long ago the last good request was sent. */
    Duration silence(long now) {
        return Duration.ofNanos(now - lastGood);
    }

    /** Loses the lease when it has been silent for too long. */
    void fenceAt(long now) {
        if (now - lastGood >= fence.toNanos()) {
            end(Ending.LOST);
        }
    }

    /** Stops the work. An effect that must not happen twice is not stopped by a wish: its true result is worth more. */
    void end(Ending ending) {
        if (ending == Ending.LOST) {
            lost = true;
        } else if (acting && ending != Ending.TIMED_OUT) {
            return;
        }
        ended.complete(ending);
    }

    /** From here on nobody may assume that nothing was done. */
    void begin() {
        acting = true;
    }

    boolean acting() {
        return acting;
    }

    /** Whether anything may still be said in its name. */
    boolean held() {
        return !lost;
    }

    CompletableFuture<Ending> ended() {
        return ended;
    }

    Duration renewEvery() {
        return Duration.ofMillis(Math.max(50, job.leaseTtlMs() / 3));
    }

    /** How long one renewal may hang: so short that there is time for others before the fence. */
    Duration answerWithin() {
        return Duration.ofMillis(Math.max(200, job.leaseTtlMs() / 6));
    }

    Duration tryAgainAfter() {
        return Duration.ofMillis(Math.max(20, job.leaseTtlMs() / 30));
    }
}
