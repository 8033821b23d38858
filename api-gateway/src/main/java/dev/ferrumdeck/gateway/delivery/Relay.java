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
 * Delivers the outbox to the runs: one message in flight per run and gateway, retried with back-off for ever until the
 * run took it or is over. Two gateways that deliver the same rows are harmless. Thread-safe.
 */
@Service
public class Relay implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int THREADS = 64;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);
    private static final int NARROW = 16;
    private static final Duration HOLD_PER_ATTEMPT = Duration.ofMillis(5);
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(1);

    /** Runs in delivery, each with the number of kicks it got, so that one that comes during a delivery is not lost. */
    private final ConcurrentHashMap<String, Integer> inDelivery = new ConcurrentHashMap<>();

    private final OutboxStore store;
    private final Messenger messenger;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, RelayThreads.named("relay"));
    private final ScheduledExecutorService later =
            Executors.newSingleThreadScheduledExecutor(RelayThreads.named("relay-backoff"));

    Relay(OutboxStore store, Messenger messenger) {
        this.store = store;
        this.messenger = messenger;
    }

    /** Delivers what waits for a run, soon. Returns at once. */
    public void kick(String runId) {
        if (inDelivery.merge(runId, 1, Integer::sum) == 1) {
            submit(runId, 0);
        }
    }

    /** Delivers the rows that have waited for that long: those of gateways that died, and those of a start. */
    public void kickOverdue(Duration age) {
        store.overdue(age, 1_000).forEach(this::kick);
    }

    private void submit(String runId, int failures) {
        threads.execute(() -> deliver(runId, failures));
    }

    private void deliver(String runId, int failures) {
        int failed = failures;
        try {
            for (Integer kicks = inDelivery.get(runId); kicks != null; kicks = unlessQuietSince(runId, kicks)) {
                List<OutboxRow> rows = store.waiting(runId, Batch.MAX_ROWS);
                while (!rows.isEmpty()) {
                    Duration hold = hold(runId, rows);
                    if (!hold.isZero()) {
                        submitLater(runId, failed, hold);
                        return;
                    }
                    Batch batch = Batch.next(rows);
                    messenger.deliver(runId, batch);
                    store.delete(batch.ids());
                    failed = 0;
                    rows = store.waiting(runId, Batch.MAX_ROWS);
                }
            }
        } catch (RuntimeException e) {
            retryLater(runId, failed + 1, e);
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
    private @Nullable Integer unlessQuietSince(String runId, Integer kicks) {
        return inDelivery.computeIfPresent(runId, (run, now) -> now.equals(kicks) ? null : now);
    }

    private void retryLater(String runId, int failures, RuntimeException reason) {
        Duration wait = backoff(failures);
        LOG.atLevel(failures == 3 ? Level.WARN : Level.DEBUG)
                .addKeyValue("run_id", runId)
                .log(
                        "delivery to run {} failed {} times, next try in {}: {}",
                        runId,
                        failures,
                        wait,
                        reason.toString());
        submitLater(runId, failures, wait);
    }

    private void submitLater(String runId, int failures, Duration wait) {
        if (!later.isShutdown()) {
            var unused = later.schedule(() -> submit(runId, failures), wait.toMillis(), TimeUnit.MILLISECONDS);
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
    }
}
