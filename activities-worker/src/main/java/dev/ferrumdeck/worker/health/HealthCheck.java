package dev.ferrumdeck.worker.health;

import java.util.Optional;

/** One thing without which a worker is of no use. Implementations are beans and thread-safe; they answer at once. */
public interface HealthCheck {

    /** Such as {@code intake}. */
    String name();

    /** What is wrong, for people; empty when all is well. */
    Optional<String> problem();
}
