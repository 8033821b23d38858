package dev.ferrumdeck.workflows.evaluation;

import dev.ferrumdeck.policy.bounds.Bounds;
import dev.ferrumdeck.policy.bounds.Meter;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Some slots for evaluations, first come first served, with one bound. What does not end when it is told to is left
 * behind: its slot goes to the next, and its thread ends when what it does ends. Thread-safe.
 */
final class Lane {
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final long STACK_BYTES = 8L * 1024 * 1024;
    private static final int MOST_LEFT_BEHIND = 4;

    private final String name;
    private final Bounds bounds;
    private final Duration patience;
    private final Semaphore slots;
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicInteger leftBehind = new AtomicInteger();

    Lane(String name, int slots, Bounds bounds, Duration patience) {
        this.name = name;
        this.bounds = bounds;
        this.patience = patience;
        this.slots = new Semaphore(slots, true);
    }

    /** @throws CancellationException when the caller is interrupted while it waits */
    <T extends @Nullable Object> Attempt<T> attempt(Supplier<T> work, EntryBudget budget) {
        Meter meter = new Meter(bounds);
        try {
            slots.acquire();
            Task<T> task = new Task<>(work, meter, budget);
            task.thread.start();
            return task.await();
        } catch (InterruptedException e) {
            meter.stop("nobody waits for it any more");
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while an expression was evaluated");
        }
    }

    /** Evaluations that were told to end and have not. */
    int leftBehind() {
        return leftBehind.get();
    }

    private final class Task<T extends @Nullable Object> implements Runnable {
        private final CompletableFuture<Attempt<T>> result = new CompletableFuture<>();
        private final AtomicInteger releases = new AtomicInteger();
        private final Supplier<T> work;
        private final Meter meter;
        private final EntryBudget budget;
        private final Thread thread;

        private Task(Supplier<T> work, Meter meter, EntryBudget budget) {
            this.work = work;
            this.meter = meter;
            this.budget = budget;
            this.thread = new Thread(null, this, "evaluate-" + name + "-" + threads.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
        }

        @Override
        public void run() {
            Attempt<T> attempt = Attempt.of(work, meter);
            budget.add(attempt.cpuNanos());
            if (releases.getAndIncrement() == 0) {
                slots.release();
            } else {
                leftBehind.decrementAndGet();
            }
            result.complete(attempt);
        }

        private Attempt<T> await() throws InterruptedException {
            Attempt<T> attempt = ended(patience);
            if (attempt == null) {
                meter.stop("it takes longer than " + patience.toSeconds() + " seconds");
                attempt = ended(GRACE);
            }
            return attempt == null ? leave() : attempt;
        }

        private @Nullable Attempt<T> ended(Duration within) throws InterruptedException {
            try {
                return result.get(within.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return null;
            } catch (ExecutionException e) {
                throw new IllegalStateException("attempts do not fail", e);
            }
        }

        private Attempt<T> leave() {
            if (leftBehind.get() < MOST_LEFT_BEHIND && releases.getAndIncrement() == 0) {
                leftBehind.incrementAndGet();
                slots.release();
            }
            return Attempt.abandoned("it takes longer than " + patience.toSeconds() + " seconds");
        }
    }
}
