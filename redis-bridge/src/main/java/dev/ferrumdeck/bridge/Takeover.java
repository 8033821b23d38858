package dev.ferrumdeck.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.models.stream.ClaimedMessages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes over entries that their reader left lying. Asks for ids only and reads each entry by itself, because Redis 6.2
 * answers nil in the place of an entry that was deleted; such an id is acknowledged, so that it is not met again.
 */
final class Takeover {
    private final RedisLink link;
    private final Consumer<byte[]> consumer;

    Takeover(RedisLink link, Consumer<byte[]> consumer) {
        this.link = link;
        this.consumer = consumer;
    }

    List<StreamMessage<byte[], byte[]>> of(String queue, int count, Duration idle) {
        byte[] stream = Streams.nameOf(queue).getBytes(UTF_8);
        RedisClusterAsyncCommands<byte[], byte[]> commands = link.commands();
        XAutoClaimArgs<byte[]> args =
                XAutoClaimArgs.Builder.justid(consumer, idle, "0-0").count(count);
        ClaimedMessages<byte[], byte[]> claimed = link.await(commands.xautoclaim(stream, args));
        List<StreamMessage<byte[], byte[]>> found = new ArrayList<>();
        for (StreamMessage<byte[], byte[]> entry : claimed.getMessages()) {
            if (entry != null && entry.getId() != null) {
                found.addAll(entryOf(commands, stream, entry.getId()));
            }
        }
        return found;
    }

    private List<StreamMessage<byte[], byte[]>> entryOf(
            RedisClusterAsyncCommands<byte[], byte[]> commands, byte[] stream, String id) {
        RedisFuture<List<StreamMessage<byte[], byte[]>>> range = commands.xrange(stream, Range.create(id, id));
        List<StreamMessage<byte[], byte[]>> entry = link.await(range);
        if (entry.isEmpty()) {
            link.await(commands.xack(stream, consumer.getGroup(), id));
        }
        return entry;
    }
}
