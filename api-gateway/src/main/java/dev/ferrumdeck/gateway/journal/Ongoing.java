package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.machine.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An entry that is being prepared, by one thread, while callers come and ask. Thread-safe. */
final class Ongoing {
    private final Entry entry;
    private final long from = System.nanoTime();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Prepared> done = new CompletableFuture<>();
    private final List<Prepared.Work> works = new ArrayList<>();
    private @Nullable Preparation preparation;
    private volatile boolean abandoned;

    Ongoing(Entry entry) {
        this.entry = entry;
    }

    Entry entry() {
        return entry;
    }

    boolean isOlderThan(Duration time) {
        return System.nanoTime() - from > time.toNanos();
    }

    boolean isBegun() {
        return begun.get();
    }

    /** Whether the caller is the one to run it. */
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    @SuppressWarnings("CatchingUnchecked") // whoever waits is told
    void run(Preparing preparing, Journal.Head head) {
        try {
            Preparation read = read(preparing, head);
            for (int i = 0; i < entry.commands().size() && !abandoned && !isSpent(read, i); i++) {
                Prepared.Work work = preparing.prepare(read, entry.commands().get(i));
                synchronized (this) {
                    works.add(work);
                }
            }
            done.complete(soFar(preparing, head).orElseThrow());
        } catch (Throwable failure) {
            done.completeExceptionally(failure);
        }
    }

    /** The first command is always taken, so that entries come forward. */
    private static boolean isSpent(Preparation read, int taken) {
        return taken > 0 && read.budget().isSpent();
    }

    Optional<Prepared> await(Duration patience) {
        try {
            return Optional.of(done.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw Thrown.again(e.getCause());
        }
    }

    /** The entry with what is ready; the rest of its commands is left to a later one. Empty while it is being read. */
    Optional<Prepared> soFar(Preparing preparing, Journal.Head head) {
        if (begin()) {
            read(preparing, head);
        }
        List<Prepared.Work> ready;
        Preparation read;
        synchronized (this) {
            ready = new ArrayList<>(works);
            read = preparation;
        }
        if (read == null) {
            return Optional.empty();
        }
        abandoned = true;
        for (int i = ready.size(); i < entry.commands().size(); i++) {
            ready.add(preparing.later(read, entry.commands().get(i)));
        }
        return Optional.of(new Prepared(read, ready));
    }

    private Preparation read(Preparing preparing, Journal.Head head) {
        Preparation read = preparing.read(entry, head);
        synchronized (this) {
            preparation = read;
        }
        return read;
    }
}
