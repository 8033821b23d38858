package dev.ferrumdeck.gateway.journal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.ferrumdeck.gateway.runs.PinnedRuns;
import dev.ferrumdeck.workflows.machine.Entry;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Prepares entries on threads of their own and waits for one only briefly, so that an entry that takes long holds none of
 * the few slots in which entries of all tenants are written. One that is not ready in time is written with what is; the
 * rest of its commands is handed back to the machine, which asks again. Thread-safe.
 */
@Component
class Preparations implements DisposableBean {
    /** How long a caller waits each time: nearly all entries are ready in a tenth of this. */
    private static final Duration PATIENCE = Duration.ofMillis(300);
    /** How long an entry may take in all. A cancellation waits for it. */
    private static final Duration TIME = Duration.ofSeconds(3);
    /** An output cannot be handed back: a run that has ended asks for nothing again. */
    private static final Duration TIME_TO_FINISH = Duration.ofSeconds(8);

    private static final int MOST_OF_A_TENANT = 8;

    private final Preparing preparing;
    private final PinnedRuns runs;
    private final Cache<Entry, Ongoing> ongoing =
            Caffeine.newBuilder().expireAfterAccess(Duration.ofMinutes(1)).build();
    private final LoadingCache<String, Semaphore> slots = Caffeine.newBuilder()
            .expireAfterAccess(Duration.ofHours(1))
            .build(tenant -> new Semaphore(MOST_OF_A_TENANT, true));
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "prepare-entry");
        thread.setDaemon(true);
        return thread;
    });

    Preparations(Preparing preparing, PinnedRuns runs) {
        this.preparing = preparing;
        this.runs = runs;
    }

    /**
     * The entry as far as it is to be written now; empty when it is to be asked for again soon.
     *
     * @throws TookTooLong when not even what the entry is about could be read
     */
    Optional<Prepared> prepare(Entry entry, Journal.Head head) {
        Ongoing mine = Objects.requireNonNull(ongoing.get(entry, Ongoing::new));
        boolean again = false;
        try {
            begin(mine, head);
            Optional<Prepared> prepared = mine.await(PATIENCE);
            if (prepared.isEmpty() && mine.isOlderThan(Concerned.ends(entry) ? TIME_TO_FINISH : TIME)) {
                prepared = mine.soFar(preparing, head);
            }
            if (prepared.isEmpty() && mine.isOlderThan(TIME_TO_FINISH)) {
                throw new TookTooLong();
            }
            again = prepared.isEmpty();
            return prepared;
        } finally {
            if (!again) {
                ongoing.invalidate(entry);
            }
        }
    }

    /** Begins when the tenant has a slot within the caller's patience; else the next caller tries. */
    private void begin(Ongoing entry, Journal.Head head) {
        Semaphore ofTenant = slots.get(runs.get(entry.entry().runId()).tenantId());
        if (entry.isBegun() || !acquire(ofTenant)) {
            return;
        }
        if (!entry.begin()) {
            ofTenant.release();
            return;
        }
        threads.execute(() -> {
            try {
                entry.run(preparing, head);
            } finally {
                ofTenant.release();
            }
        });
    }

    private static boolean acquire(Semaphore slots) {
        try {
            return slots.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        threads.shutdownNow();
        threads.awaitTermination(1, TimeUnit.SECONDS);
    }
}
