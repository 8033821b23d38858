package dev.ferrumdeck.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The consumers of a stream's group, and their removal: only ever of one with nothing pending. */
final class Consumers {
    private Consumers() {}

    static List<ConsumerHealth> of(RedisLink link, String queue) {
        byte[] stream = Streams.nameOf(queue).getBytes(UTF_8);
        List<ConsumerHealth> consumers = new ArrayList<>();
        for (Object row : link.await(link.commands().xinfoConsumers(stream, Streams.GROUP.getBytes(UTF_8)))) {
            Info info = Info.of(row);
            consumers.add(new ConsumerHealth(
                    info.text("name"), info.number("pending"), Duration.ofMillis(info.number("idle"))));
        }
        return consumers;
    }

    /** Removes the consumer when it has nothing pending and was idle for {@code idle}; says whether it did. */
    static boolean removeIfIdle(RedisLink link, String queue, String name, Duration idle) {
        try {
            for (ConsumerHealth consumer : of(link, queue)) {
                boolean named = consumer.name().equals(name);
                if (named && consumer.pending() == 0 && consumer.idle().compareTo(idle) >= 0) {
                    remove(link, queue, name);
                    return true;
                }
            }
        } catch (RedisCommandExecutionException e) {
            if (!Answers.groupIsGone(e)) {
                throw e;
            }
        }
        return false;
    }

    private static void remove(RedisLink link, String queue, String name) {
        Consumer<byte[]> consumer = Consumer.from(Streams.GROUP.getBytes(UTF_8), name.getBytes(UTF_8));
        link.await(link.commands().xgroupDelconsumer(Streams.nameOf(queue).getBytes(UTF_8), consumer));
    }
}
