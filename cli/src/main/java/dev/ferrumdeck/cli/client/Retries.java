package dev.ferrumdeck.cli.client;

import java.time.Duration;

/**
 * How often a request is made, and how long the client waits between.
 *
 * @param attempts all in all, at least 1
 * @param first the first wait; each next one is twice as long
 * @param most the longest wait
 * @param pause waits; tests do not
 */
public record Retries(int attempts, Duration first, Duration most, Pause pause) {
    private static final Duration LONG = Duration.ofSeconds(2);

    /** Lets time pass. */
    @FunctionalInterface
    public interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    /** Five attempts within about three seconds. */
    public static Retries standard() {
        return new Retries(5, Duration.ofMillis(200), Duration.ofSeconds(5), time -> Thread.sleep(time.toMillis()));
    }

    /** For those who wait in any case: about two minutes, at least every two seconds. */
    public Retries lasting() {
        return new Retries(65, first, most.compareTo(LONG) > 0 ? LONG : most, pause);
    }

    /** The same with another number of attempts. */
    public Retries times(int value) {
        return new Retries(value, first, most, pause);
    }

    /** Waits after the given attempt (from 1). */
    void waitAfter(int attempt) {
        waitFor(first.multipliedBy(1L << Math.min(attempt - 1, 20)));
    }

    void waitFor(Duration time) {
        try {
            pause.pause(time.compareTo(most) > 0 ? most : time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the server", e);
        }
    }
}
