package dev.ferrumdeck.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rings by one pipelined XADD for all. Safe to share. */
final class RedisDoorbell implements Doorbell {
    private static final Logger log = LoggerFactory.getLogger(RedisDoorbell.class);

    private final RedisLink link;
    private final Groups groups;
    private final AtomicLong rung = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    RedisDoorbell(RedisLink link, Groups groups) {
        this.link = link;
        this.groups = groups;
    }

    @Override
    public RingReport ring(List<Ring> rings) {
        if (rings.isEmpty()) {
            return new RingReport(List.of());
        }
        List<Ring> failed = new ArrayList<>();
        try {
            rings.stream().map(Ring::queue).distinct().forEach(groups::ensure);
            failed.addAll(add(rings));
        } catch (RedisAway | RedisException e) {
            failed.addAll(rings);
            log.warn("could not ring for {} attempts, the sweep will: {}", rings.size(), e.getMessage());
        }
        if (!failed.isEmpty()) {
            groups.forget();
        }
        rung.addAndGet(rings.size() - (long) failed.size());
        failures.addAndGet(failed.size());
        return new RingReport(failed);
    }

    private List<Ring> add(List<Ring> rings) {
        RedisClusterAsyncCommands<byte[], byte[]> commands = link.commands();
        List<RedisFuture<String>> answers = new ArrayList<>();
        for (Ring ring : rings) {
            answers.add(commands.xadd(Streams.nameOf(ring.queue()).getBytes(UTF_8), fields(ring)));
        }
        List<Ring> failed = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (!arrived(answers.get(i))) {
                failed.add(rings.get(i));
            }
        }
        return failed;
    }

    private boolean arrived(RedisFuture<String> answer) {
        try {
            link.await(answer);
            return true;
        } catch (RedisAway | RedisCommandExecutionException e) {
            log.warn("a ring was not taken, the sweep repeats it: {}", e.getMessage());
            return false;
        }
    }

    private static Object[] fields(Ring ring) {
        List<Object> fields = new ArrayList<>();
        fields.add(Streams.VERSION_FIELD.getBytes(UTF_8));
        fields.add(Streams.VERSION.getBytes(UTF_8));
        fields.add(Streams.ATTEMPT_FIELD.getBytes(UTF_8));
        fields.add(ring.attemptId().getBytes(UTF_8));
        if (ring.traceparent() != null) {
            fields.add(Streams.TRACE_FIELD.getBytes(UTF_8));
            fields.add(ring.traceparent().getBytes(UTF_8));
        }
        return fields.toArray();
    }

    long rung() {
        return rung.get();
    }

    long failures() {
        return failures.get();
    }
}
