package dev.ferrumdeck.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes sure that streams have their group, from their first entry on. What was made sure of is believed for a few
 * seconds only, because a FLUSHALL takes groups away without a word.
 */
final class Groups {
    private static final Duration BELIEVED = Duration.ofSeconds(5);

    private final RedisLink link;
    private final Clock clock;
    private final Map<String, Instant> known = new ConcurrentHashMap<>();

    Groups(RedisLink link, Clock clock) {
        this.link = link;
        this.clock = clock;
    }

    /** Creates stream and group unless they were seen a moment ago. */
    void ensure(String queue) {
        Instant seen = known.get(queue);
        if (seen == null || seen.plus(BELIEVED).isBefore(clock.instant())) {
            create(queue);
        }
    }

    /** Creates stream and group unless they are there. */
    void create(String queue) {
        StreamOffset<byte[]> fromTheStart =
                StreamOffset.from(Streams.nameOf(queue).getBytes(UTF_8), "0");
        try {
            link.await(link.commands()
                    .xgroupCreate(
                            fromTheStart, Streams.GROUP.getBytes(UTF_8), XGroupCreateArgs.Builder.mkstream(true)));
        } catch (RedisCommandExecutionException e) {
            if (!Answers.is(e, "BUSYGROUP")) {
                throw e;
            }
        }
        known.put(queue, clock.instant());
    }

    /** Believes nothing any more: the next {@link #ensure} asks Redis. */
    void forget() {
        known.clear();
    }
}
