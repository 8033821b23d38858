package dev.ferrumdeck.bridge;

import io.lettuce.core.RedisException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The way to Redis, for both planes. Connects when it is first used, so it can be made while Redis is away. Safe to
 * share; close it at the end.
 */
public final class RedisBridge implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final RedisAddress address;
    private final RedisLink link;
    private final Groups groups;
    private final RedisDoorbell doorbell;

    private RedisBridge(RedisAddress address) {
        this.address = address;
        this.link = new RedisLink(address, TIMEOUT);
        this.groups = new Groups(link, Clock.systemUTC());
        this.doorbell = new RedisDoorbell(link, groups);
    }

    /**
     * A bridge to {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://} for TLS.
     *
     * @throws IllegalArgumentException when the address is malformed; the message does not repeat it
     */
    public static RedisBridge to(String url) {
        return new RedisBridge(RedisAddress.parse(url));
    }

    /** The gateway's side: rings for attempts that are ready. */
    public Doorbell doorbell() {
        return doorbell;
    }

    /**
     * The worker's side: a reader with a connection of its own.
     *
     * @param consumer who reads: {@code {pool}-{ulid}}, of its own for every process
     */
    public StreamReader reader(List<String> queues, String consumer) {
        RedisLink blocking = new RedisLink(address, StreamReader.BLOCK.plus(TIMEOUT));
        return new StreamReader(queues, consumer, blocking, link, groups);
    }

    /** A look at the streams. */
    public StreamHealth health() {
        return new StreamHealth(link);
    }

    /** Whether Redis answers. */
    public boolean ping() {
        try {
            link.await(link.commands().ping());
            return true;
        } catch (RedisAway | RedisException e) {
            return false;
        }
    }

    /** How many rings Redis took since the start. */
    public long rung() {
        return doorbell.rung();
    }

    /** How many rings it did not take. */
    public long ringFailures() {
        return doorbell.failures();
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public String toString() {
        return "RedisBridge[" + address + "]";
    }
}
