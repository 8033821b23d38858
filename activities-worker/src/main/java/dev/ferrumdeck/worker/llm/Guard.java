package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.wire.ModelRef;
import dev.ferrumdeck.contracts.wire.Usage;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Stands before one provider: lets a number of calls through at once, and none for a while when most of the last ones
 * failed. Safe to share.
 */
final class Guard {
    private static final int LOOKS_AT = 20;
    private static final int LEAST_CALLS = 10;
    private static final int MOST_FAILED_PERCENT = 50;

    private final Semaphore permits;
    private final CircuitBreaker breaker;
    private final Duration rest;

    Guard(String provider, int permits, Duration rest) {
        this.permits = new Semaphore(permits, true);
        this.rest = rest;
        this.breaker = CircuitBreaker.of(
                provider,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(LOOKS_AT)
                        .minimumNumberOfCalls(LEAST_CALLS)
                        .failureRateThreshold(MOST_FAILED_PERCENT)
                        .waitDurationInOpenState(rest)
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .build());
    }

    /** One call of the provider. */
    @FunctionalInterface
    interface Call {
        Answer make(Duration left) throws InterruptedException;
    }

    /** Makes the call when there is room, within {@code limit}. */
    Answer pass(ModelRef who, Duration limit, Call call) throws InterruptedException {
        long begun = System.nanoTime();
        if (!permits.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw free(who + " was not asked: this worker has too many calls of " + who.provider()
                    + " in motion; raise FERRUMDECK_LLM_CONCURRENCY or start more workers");
        }
        try {
            if (!breaker.tryAcquirePermission()) {
                throw free(who.provider() + " was not asked: most of its last " + LOOKS_AT
                        + " answers failed, so it is left alone for " + rest.toSeconds() + " s");
            }
            return watched(call, limit.minusNanos(System.nanoTime() - begun));
        } finally {
            permits.release();
        }
    }

    /** Only a provider that does not answer as it should counts against it. */
    private Answer watched(Call call, Duration left) throws InterruptedException {
        boolean counted = false;
        try {
            Answer answer = call.make(left);
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            counted = true;
            return answer;
        } catch (ProviderFailed e) {
            if (e.kind() == ProviderFailed.Kind.UNAVAILABLE) {
                breaker.onError(0, TimeUnit.NANOSECONDS, e);
                counted = true;
            }
            throw e;
        } finally {
            if (!counted) {
                breaker.releasePermission();
            }
        }
    }

    private ProviderFailed free(String message) {
        return new ProviderFailed(ProviderFailed.Kind.OVERLOADED, message, Usage.of(0, 0), rest);
    }
}
