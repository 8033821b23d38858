package dev.ferrumdeck.gateway.platform.health;

/** One dependency of the gateway, asked by {@code GET /health/ready}. Implementations are beans and thread-safe. */
public interface ReadinessCheck {

    /** Such as {@code postgres}, {@code redis}, {@code temporal}. */
    String name();

    /** Whether requests fail without it; the gateway answers without Redis and without Temporal. */
    default boolean required() {
        return false;
    }

    /**
     * Asks the dependency; has 2 seconds.
     *
     * @return its version or address, for people
     * @throws Exception when it does not answer
     */
    String check() throws Exception;
}
