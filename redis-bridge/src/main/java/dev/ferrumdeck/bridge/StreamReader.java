package dev.ferrumdeck.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the streams of some queues as one consumer of the group. A group or stream that is gone is made again and
 * reading goes on. For one reading thread; {@link #acknowledge} may be called from any.
 */
public final class StreamReader implements AutoCloseable {
    /** How long a read waits at most; also how late a stop is noticed. */
    public static final Duration BLOCK = Duration.ofSeconds(1);
    /** How long an entry may sit between read and claim before somebody else takes it over. */
    public static final Duration TAKEOVER_AFTER = Duration.ofSeconds(15);

    private static final Duration CROWDED_BLOCK = Duration.ofMillis(50);
    private static final Logger log = LoggerFactory.getLogger(StreamReader.class);

    private final List<String> queues;
    private final Consumer<byte[]> consumer;
    private final RedisLink blocking;
    private final RedisLink link;
    private final Groups groups;
    private final Takeover takeover;
    private int turn;
    private boolean begun;

    StreamReader(List<String> queues, String consumer, RedisLink blocking, RedisLink link, Groups groups) {
        this.queues = List.copyOf(queues);
        this.consumer = Consumer.from(Streams.GROUP.getBytes(UTF_8), consumer.getBytes(UTF_8));
        this.blocking = blocking;
        this.link = link;
        this.groups = groups;
        this.takeover = new Takeover(link, this.consumer);
    }

    /**
     * New entries, at most {@code free} of them; waits up to {@link #BLOCK} for the first.
     *
     * @throws RedisAway when Redis does not answer
     */
    public List<Delivery> read(int free) {
        if (free < 1) {
            throw new IllegalArgumentException("no free slot to read for");
        }
        List<String> chosen = choose(free);
        try {
            makeGroupsOnce();
            return readNow(chosen, free);
        } catch (RedisCommandExecutionException e) {
            heal(e);
            return readNow(chosen, free);
        } catch (RedisException e) {
            throw new RedisAway(e);
        }
    }

    private void makeGroupsOnce() {
        if (!begun) {
            queues.forEach(groups::create);
            begun = true;
        }
    }

    private List<Delivery> readNow(List<String> chosen, int free) {
        Duration block = chosen.size() == queues.size() ? BLOCK : CROWDED_BLOCK;
        XReadArgs args = XReadArgs.Builder.block(block).count(free / chosen.size());
        return deliveries(blocking.await(blocking.commands().xreadgroup(consumer, args, offsets(chosen))));
    }

    /** Entries, at most {@code free}, that somebody read longer than {@code idle} ago and has not acknowledged. */
    public List<Delivery> takeOver(int free, Duration idle) {
        List<Delivery> taken = new ArrayList<>();
        for (String queue : queues) {
            if (taken.size() < free) {
                taken.addAll(takeOver(queue, free - taken.size(), idle));
            }
        }
        return taken;
    }

    private List<Delivery> takeOver(String queue, int free, Duration idle) {
        try {
            return deliveries(takeover.of(queue, free, idle));
        } catch (RedisCommandExecutionException e) {
            heal(e);
            return List.of();
        } catch (RedisException e) {
            throw new RedisAway(e);
        }
    }

    /** Takes the entry out of the stream, for good. An entry that is gone already is no error. */
    public void acknowledge(Delivery delivery) {
        byte[] stream = Streams.nameOf(delivery.queue()).getBytes(UTF_8);
        try {
            RedisClusterAsyncCommands<byte[], byte[]> commands = link.commands();
            RedisFuture<Long> acknowledged = commands.xack(stream, consumer.getGroup(), delivery.entryId());
            RedisFuture<Long> deleted = commands.xdel(stream, delivery.entryId());
            link.await(acknowledged);
            link.await(deleted);
        } catch (RedisException e) {
            throw new RedisAway(e);
        }
    }

    /** The queues to read this time: all of them, or in turn as many as there are free slots. COUNT is per stream. */
    private List<String> choose(int free) {
        if (free >= queues.size()) {
            return queues;
        }
        List<String> chosen = new ArrayList<>(free);
        for (int i = 0; i < free; i++) {
            chosen.add(queues.get(Math.floorMod(turn++, queues.size())));
        }
        return chosen;
    }

    private void heal(RedisCommandExecutionException answer) {
        if (!Answers.groupIsGone(answer)) {
            throw answer;
        }
        log.warn("redis forgot a group, making it again: {}", answer.getMessage());
        queues.forEach(groups::create);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of a generic type cannot be made otherwise
    private static StreamOffset<byte[]>[] offsets(List<String> queues) {
        StreamOffset[] offsets = new StreamOffset[queues.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = StreamOffset.lastConsumed(Streams.nameOf(queues.get(i)).getBytes(UTF_8));
        }
        return offsets;
    }

    private static List<Delivery> deliveries(List<StreamMessage<byte[], byte[]>> found) {
        return found.stream().map(Messages::read).toList();
    }

    /** Leaves the group where nothing is pending, and closes the reader's own connection. */
    @Override
    public void close() {
        try {
            for (String queue : queues) {
                Consumers.removeIfIdle(link, queue, new String(consumer.getName(), UTF_8), Duration.ZERO);
            }
        } catch (RedisAway | RedisException e) {
            log.debug("left the group without saying so: {}", e.getMessage());
        }
        blocking.close();
    }
}
