package dev.ferrumdeck.gateway.delivery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/**
 * Delivers the outbox to the runs: one message in flight per lane and gateway, retried with back-off for ever until the
 * run took it or is over; what is refused for good is parked. Two gateways that deliver the same rows are harmless.
 * Thread-safe.
 */
@Service
public class Relay implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int THREADS = 64;
    private static final int URGENT_THREADS = 8;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);
    private static final int NARROW = 16;
    private static final Duration HOLD_PER_ATTEMPT = Duration.ofMillis(5);
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(1);

    /** Lanes in delivery, each with the number of kicks it got, so that one that comes during a delivery is not lost. */
    private final ConcurrentHashMap<Lane, Integer> inDelivery = new ConcurrentHashMap<>();

    private final OutboxStore store;
    private final Messenger messenger;
    private final Parking parking;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, RelayThreads.named("relay"));
    private final ExecutorService urgent =
            Executors.newFixedThreadPool(URGENT_THREADS, RelayThreads.named("relay-urgent"));
    private final ScheduledExecutorService later =
            Executors.newSingleThreadScheduledExecutor(RelayThreads.named("relay-backoff"));

    Relay(OutboxStore store, Messenger messenger, Parking parking) {
        this.store = store;
        this.messenger = messenger;
        this.parking = parking;
    }

    /** Delivers what waits in a lane, soon. Returns at once. */
    void kick(Lane lane) {
        if (inDelivery.merge(lane, 1, Integer::sum) == 1) {
            submit(lane, 0);
        }
    }

    /** Delivers the rows that have waited for that long: those of gateways that died, and those of a start. */
    void kickOverdue(Duration age) {
        store.overdue(age, 1_000).forEach(this::kick);
    }

    private void submit(Lane lane, int failures) {
        (lane.urgent() ? urgent : threads).execute(() -> deliver(lane, failures));
    }

    private void deliver(Lane lane, int failures) {
        int failed = failures;
        try {
            for (Integer kicks = inDelivery.get(lane); kicks != null; kicks = unlessQuietSince(lane, kicks)) {
                List<OutboxRow> rows = store.waiting(lane, Batch.MAX_ROWS);
                while (!rows.isEmpty()) {
                    Duration hold = hold(lane.runId(), rows);
                    if (!hold.isZero()) {
                        submitLater(lane, failed, hold);
                        return;
                    }
                    deliverOrPark(lane, Batch.next(rows));
                    failed = 0;
                    rows = store.waiting(lane, Batch.MAX_ROWS);
                }
            }
        } catch (RuntimeException e) {
            retryLater(lane, failed + 1, e);
        }
    }

    private void deliverOrPark(Lane lane, Batch batch) {
        try {
            messenger.deliver(lane.runId(), batch);
            store.delete(batch.ids());
        } catch (Undeliverable refused) {
            if (batch.rows().size() == 1) {
                parking.park(lane.runId(), batch.rows().get(0), refused);
            } else {
                batch.split().forEach(single -> deliverOrPark(lane, single));
            }
        }
    }

    /**
     * A run with many attempts in motion loses nothing when it hears of some of them a little later, and a full batch
     * costs Temporal no more than a single outcome.
     */
    private Duration hold(String runId, List<OutboxRow> rows) {
        boolean full = rows.size() >= Batch.MAX_ROWS;
        boolean onlyOutcomes = rows.stream().allMatch(OutboxRow::isOutcome);
        if (full || !onlyOutcomes) {
            return Duration.ZERO;
        }
        OutboxStore.Width width = store.width(runId, (int) LONGEST_HOLD.dividedBy(HOLD_PER_ATTEMPT));
        if (width.live() <= NARROW) {
            return Duration.ZERO;
        }
        Duration left = HOLD_PER_ATTEMPT.multipliedBy(width.live()).minus(width.waited());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Ends the delivery when no kick came since; answers the kicks so far when one did. */
    private @Nullable Integer unlessQuietSince(Lane lane, Integer kicks) {
        return inDelivery.computeIfPresent(lane, (key, now) -> now.equals(kicks) ? null : now);
    }

    private void retryLater(Lane lane, int failures, RuntimeException reason) {
        Duration wait = backoff(failures);
        LOG.atLevel(failures == 3 ? Level.WARN : Level.DEBUG)
                .addKeyValue("run_id", lane.runId())
                .log(
                        "delivery to run {} failed {} times, next try in {}: {}",
                        lane.runId(),
                        failures,
                        wait,
                        reason.toString());
        submitLater(lane, failures, wait);
    }

    private void submitLater(Lane lane, int failures, Duration wait) {
        if (!later.isShutdown()) {
            var unused = later.schedule(() -> submit(lane, failures), wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    static Duration backoff(int failures) {
        Duration wait = FIRST_BACKOFF.multipliedBy(1L << Math.min(failures - 1, 10));
        return wait.compareTo(LONGEST_BACKOFF) < 0 ? wait : LONGEST_BACKOFF;
    }

    @Override
    public void destroy() {
        later.shutdownNow();
        threads.shutdown();
        urgent.shutdown();
    }
}
