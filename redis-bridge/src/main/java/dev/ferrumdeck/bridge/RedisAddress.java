package dev.ferrumdeck.bridge;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Where Redis is: {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://} for TLS.
 * {@link #toString()} hides the password.
 */
final class RedisAddress {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private final RedisURI uri;

    private RedisAddress(RedisURI uri) {
        this.uri = uri;
    }

    /** Reads an address; the error names the form that is expected, never the text, which may hold a password. */
    static RedisAddress parse(String url) {
        String scheme = url.toLowerCase(Locale.ROOT);
        if (!scheme.startsWith("redis://") && !scheme.startsWith("rediss://")) {
            throw malformed();
        }
        try {
            if (URI.create(url).getHost() == null) {
                throw malformed();
            }
            return new RedisAddress(RedisURI.create(url));
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "REDIS_URL must read redis://[[user]:password@]host[:port][/database], or" + " rediss:// for TLS");
    }

    /**
     * A started factory whose commands fail at once while Redis is away and after {@code timeout} at the latest. Nothing
     * is sent again after a reconnect: a repeated blocking read would take entries that nobody waits for.
     */
    LettuceConnectionFactory connect(Duration timeout) {
        ClientOptions options = ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .build())
                .timeoutOptions(TimeoutOptions.enabled(timeout))
                .build();
        LettuceClientConfiguration client = LettuceClientConfiguration.builder()
                .apply(uri)
                .clientOptions(options)
                .commandTimeout(timeout)
                .shutdownQuietPeriod(Duration.ZERO)
                .shutdownTimeout(Duration.ofSeconds(1))
                .build();
        LettuceConnectionFactory factory =
                new LettuceConnectionFactory(LettuceConnectionFactory.createRedisConfiguration(uri), client);
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    String host() {
        return uri.getHost();
    }

    int port() {
        return uri.getPort();
    }

    boolean tls() {
        return uri.isSsl();
    }

    @Override
    public String toString() {
        return (tls() ? "rediss://" : "redis://") + host() + ":" + port() + "/" + uri.getDatabase();
    }
}
