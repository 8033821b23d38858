package dev.ferrumdeck.bridge;

/** Redis did not answer, or not in time. Transient: the caller tries again after a pause. */
public final class RedisAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RedisAway(Throwable cause) {
        super("redis is away: " + cause.getMessage() + "; check REDIS_URL and that the server runs", cause);
    }
}
