package dev.ferrumdeck.bridge;

import java.time.Duration;

/**
 * A consumer of a stream's group.
 *
 * @param name {@code {pool}-{ulid}}
 * @param pending entries that it read and has not acknowledged
 * @param idle since it last asked for entries
 */
public record ConsumerHealth(String name, long pending, Duration idle) {}
