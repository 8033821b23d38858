package dev.ferrumdeck.bridge;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * One connection to Redis, opened when it is first needed and again after it broke. Safe to share, but a blocking read
 * holds up everybody else: such a reader has a link of its own.
 */
final class RedisLink implements AutoCloseable {
    private static final Duration GRACE = Duration.ofMillis(500);

    private final LettuceConnectionFactory factory;
    private final Duration timeout;

    RedisLink(RedisAddress address, Duration timeout) {
        this.factory = address.connect(timeout);
        this.timeout = timeout;
    }

    LettuceConnectionFactory factory() {
        return factory;
    }

    /** The commands of the connection; they do not wait, so several in a row travel together. */
    RedisClusterAsyncCommands<byte[], byte[]> commands() {
        try (RedisConnection connection = factory.getConnection()) {
            return ((LettuceConnection) connection).getNativeConnection();
        } catch (DataAccessException | IllegalStateException e) {
            throw new RedisAway(e);
        }
    }

    /**
     * Waits for an answer.
     *
     * @throws RedisCommandExecutionException when Redis answered with an error
     * @throws RedisAway when it did not answer
     */
    <T> T await(RedisFuture<T> future) {
        try {
            return future.get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RedisCommandExecutionException answer) {
                throw answer;
            }
            throw new RedisAway(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException | CancellationException e) {
            throw new RedisAway(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisAway(e);
        }
    }

    @Override
    public void close() {
        factory.destroy();
    }
}
