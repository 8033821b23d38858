package dev.ferrumdeck.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/** Looks at the streams, and tidies up after workers that are gone. Safe to share. */
public final class StreamHealth {
    private final RedisLink link;

    StreamHealth(RedisLink link) {
        this.link = link;
    }

    /**
     * The queues that have a stream, sorted.
     *
     * @throws RedisAway when Redis does not answer
     */
    public List<String> queues() {
        TreeSet<String> queues = new TreeSet<>();
        ScanArgs args = ScanArgs.Builder.matches(Streams.PREFIX + "*").limit(500);
        ScanCursor cursor = ScanCursor.INITIAL;
        while (!cursor.isFinished()) {
            KeyScanCursor<byte[]> found = answer(cursor, args);
            found.getKeys().forEach(key -> queues.add(Streams.queueOf(new String(key, UTF_8))));
            cursor = found;
        }
        return List.copyOf(queues);
    }

    private KeyScanCursor<byte[]> answer(ScanCursor cursor, ScanArgs args) {
        try {
            return link.await(link.commands().scan(cursor, args));
        } catch (RedisException e) {
            throw new RedisAway(e);
        }
    }

    /**
     * How a queue's stream is doing; all zero when there is none.
     *
     * @throws RedisAway when Redis does not answer
     */
    public QueueHealth of(String queue) {
        try {
            return look(queue);
        } catch (RedisCommandExecutionException e) {
            if (Answers.groupIsGone(e)) {
                return QueueHealth.empty(queue);
            }
            throw e;
        } catch (RedisException e) {
            throw new RedisAway(e);
        }
    }

    private QueueHealth look(String queue) {
        byte[] stream = Streams.nameOf(queue).getBytes(UTF_8);
        RedisClusterAsyncCommands<byte[], byte[]> commands = link.commands();
        long length = link.await(commands.xlen(stream));
        List<ConsumerHealth> consumers = Consumers.of(link, queue);
        long pending = 0;
        for (Object row : link.await(commands.xinfoGroups(stream))) {
            Info info = Info.of(row);
            pending += info.text("name").equals(Streams.GROUP) ? info.number("pending") : 0;
        }
        return new QueueHealth(queue, length, pending, Math.max(0, length - pending), oldest(stream), consumers);
    }

    private Duration oldest(byte[] stream) {
        RedisClusterAsyncCommands<byte[], byte[]> commands = link.commands();
        List<StreamMessage<byte[], byte[]>> first =
                link.await(commands.xrange(stream, Range.unbounded(), Limit.from(1)));
        if (first.isEmpty()) {
            return Duration.ZERO;
        }
        List<byte[]> time = link.await(commands.time());
        long now = Long.parseLong(new String(time.get(0), UTF_8)) * 1000
                + Long.parseLong(new String(time.get(1), UTF_8)) / 1000;
        String id = first.get(0).getId();
        return Duration.ofMillis(Math.max(0, now - Long.parseLong(id.substring(0, id.indexOf('-')))));
    }

    /**
     * Removes consumers that have asked for nothing since {@code idle} and have nothing pending; those with something
     * pending stay, because removing them would drop it without a word.
     *
     * @return how many went
     */
    public int removeOrphans(String queue, Duration idle) {
        int removed = 0;
        for (ConsumerHealth consumer : of(queue).consumers()) {
            try {
                removed += Consumers.removeIfIdle(link, queue, consumer.name(), idle) ? 1 : 0;
            } catch (RedisException e) {
                throw new RedisAway(e);
            }
        }
        return removed;
    }
}
