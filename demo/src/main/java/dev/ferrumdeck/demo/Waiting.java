package dev.ferrumdeck.demo;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what cannot be listened to: processes and files. */
final class Waiting {
    private static final Duration LOOK = Duration.ofMillis(50);

    private Waiting() {}

    /** @return whether it came true in time */
    static boolean until(Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(LOOK);
        }
        return true;
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailed("interrupted");
        }
    }
}
