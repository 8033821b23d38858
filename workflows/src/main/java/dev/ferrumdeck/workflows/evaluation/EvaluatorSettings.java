package dev.ferrumdeck.workflows.evaluation;

import dev.ferrumdeck.policy.bounds.Bounds;
import java.time.Duration;

/**
 * How long evaluations may take.
 *
 * @param quick of the first try
 * @param quickSlots how many first tries run at once
 * @param thorough of the second try, of which one runs at a time
 * @param patience how long a caller waits for a try that has begun, whatever its thread does
 * @param entry processor time after which an entry should take no further steps
 */
public record EvaluatorSettings(Bounds quick, int quickSlots, Bounds thorough, Duration patience, Duration entry) {
    private static final long STEPS = 3_000_000;
    private static final long BYTES = 512L * 1024 * 1024;

    /** First tries are short, so that many at once still let others through. */
    public static EvaluatorSettings standard() {
        return new EvaluatorSettings(
                new Bounds(STEPS, Duration.ofMillis(100), BYTES),
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                new Bounds(STEPS, Duration.ofSeconds(4), BYTES),
                Duration.ofSeconds(20),
                Duration.ofSeconds(4));
    }
}
