package dev.ferrumdeck.policy.bounds;

import java.time.Duration;

/**
 * How much one evaluation may use. Steps are the same everywhere and are meant to be reached first; time and memory hold
 * what steps do not see.
 *
 * @param steps nodes of expressions that are evaluated
 * @param cpu processor time of its thread, which does not grow with the load of the machine
 * @param bytes memory that its thread asks for, kept or not
 */
public record Bounds(long steps, Duration cpu, long bytes) {
    /** Of one expression, or of one decision of a policy. */
    public static final Bounds DEFAULT = new Bounds(1_000_000, Duration.ofSeconds(2), 512L * 1024 * 1024);

    /** The same with {@code factor} times the time. */
    public Bounds withTime(int factor) {
        return new Bounds(steps, cpu.multipliedBy(factor), bytes);
    }
}
