package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.database.Lane;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.KeysInForce;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * All open streams of this gateway. One loop looks at the heads of all watched runs with one query; a few threads write
 * to the clients that have something to get. A slow client holds one of them, until its socket gives way: never the loop,
 * and never another client's, since there is one for each that has something to get. Streams end with their key.
 * Thread-safe.
 */
@Component
class EventHub {
    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
    private static final int BATCH = 100;

    private final EventStore store;
    private final KeysInForce keys;
    private final EventsProperties properties;
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService loop;
    private final ExecutorService senders;
    private final ScheduledFuture<?> tick;
    private long keysSeenNanos = System.nanoTime();

    EventHub(EventStore store, KeysInForce keys, EventsProperties properties) {
        this.store = store;
        this.keys = keys;
        this.properties = properties;
        this.loop = Executors.newSingleThreadScheduledExecutor(daemons("run-events-loop-"));
        this.senders = Executors.newCachedThreadPool(daemons("run-events-send-"));
        long millis = properties.poll().toMillis();
        this.tick = loop.scheduleWithFixedDelay(Lane.ofApi(this::lookOnce), millis, millis, TimeUnit.MILLISECONDS);
    }

    private static CustomizableThreadFactory daemons(String prefix) {
        CustomizableThreadFactory threads = new CustomizableThreadFactory(prefix);
        threads.setDaemon(true);
        return threads;
    }

    /** @throws ApiException when this gateway has as many streams as it takes */
    void add(Subscription subscription) {
        if (subscriptions.size() >= properties.streams()) {
            throw ApiException.withHeaders(
                    ErrorCode.RATE_LIMITED,
                    "This gateway serves " + properties.streams() + " streams of events already; try again.",
                    Map.of("Retry-After", "5"));
        }
        subscriptions.add(subscription);
    }

    void remove(Subscription subscription) {
        subscription.drop();
        subscriptions.remove(subscription);
    }

    int size() {
        return subscriptions.size();
    }

    @SuppressWarnings("CatchingUnchecked") // the loop must go on while PostgreSQL is away
    private void lookOnce() {
        try {
            look();
        } catch (Exception e) {
            LOG.warn("cannot look for new events of {} streams; trying again", subscriptions.size(), e);
        }
    }

    private void look() {
        if (subscriptions.isEmpty()) {
            return;
        }
        endThoseWithoutKey();
        Set<String> runs = subscriptions.stream().map(Subscription::runId).collect(Collectors.toSet());
        Map<String, EventStore.Head> heads = store.heads(runs);
        subscriptions.removeIf(it -> it.isClosed() || (runs.contains(it.runId()) && !heads.containsKey(it.runId())));
        for (Subscription subscription : subscriptions) {
            EventStore.Head head = heads.get(subscription.runId());
            if (head != null && isDue(subscription, head) && subscription.take()) {
                hand(subscription, head);
            }
        }
    }

    /** Once a second: who has lost the right to a stream is no longer told anything. */
    private void endThoseWithoutKey() {
        long now = System.nanoTime();
        if (now - keysSeenNanos < TimeUnit.SECONDS.toNanos(1)) {
            return;
        }
        keysSeenNanos = now;
        Set<String> valid =
                keys.valid(subscriptions.stream().map(Subscription::keyId).collect(Collectors.toSet()));
        subscriptions.stream().filter(it -> !valid.contains(it.keyId())).forEach(this::finish);
    }

    private boolean isDue(Subscription subscription, EventStore.Head head) {
        return head.entries() > subscription.cursor()
                || head.isOver()
                || subscription.stillFor(System.nanoTime())
                        >= properties.heartbeat().toNanos();
    }

    private void hand(Subscription subscription, EventStore.Head head) {
        try {
            senders.execute(Lane.ofApi(() -> {
                try {
                    serve(subscription, head);
                } finally {
                    subscription.release();
                }
            }));
        } catch (RejectedExecutionException e) {
            subscription.release(); // shutting down
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever goes wrong with one client must not end the others
    private void serve(Subscription subscription, EventStore.Head head) {
        try {
            if (head.entries() <= subscription.cursor() && !head.isOver()) {
                subscription.beat(System.nanoTime());
                return;
            }
            if (sendEntries(subscription) || !head.isOver() || head.entries() > subscription.cursor()) {
                return;
            }
            subscription.send(Envelope.ended(subscription.runId(), head), System.nanoTime());
            finish(subscription);
        } catch (IOException | IllegalStateException e) {
            remove(subscription); // the client has gone
        } catch (Exception e) {
            LOG.warn("cannot serve events of {}; trying again", subscription.runId(), e);
        }
    }

    /** Whether the stream is over with what was sent. */
    private boolean sendEntries(Subscription subscription) throws IOException {
        List<EventStore.JournalEntry> entries = store.entries(subscription.runId(), subscription.cursor(), BATCH);
        for (EventStore.JournalEntry entry : entries) {
            Envelope envelope = Envelope.of(entry);
            subscription.send(envelope, System.nanoTime());
            if (envelope.isFinal()) {
                finish(subscription);
                return true;
            }
        }
        return false;
    }

    private void finish(Subscription subscription) {
        subscriptions.remove(subscription);
        subscription.complete();
    }

    @PreDestroy
    void close() {
        tick.cancel(false);
        loop.shutdownNow();
        senders.shutdownNow();
        subscriptions.forEach(Subscription::complete);
        subscriptions.clear();
    }
}
