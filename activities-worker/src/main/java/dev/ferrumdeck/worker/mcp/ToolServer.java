package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.contracts.wire.ToolOutput;
import dev.ferrumdeck.worker.work.Slot;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one owner of a server: starts it, keeps the session, lets it rest when it keeps failing, and ends it. Hides the MCP
 * SDK. Starting is the server's own time: it goes on when the attempt that wanted it has ended. Never waits longer than it
 * is told to. Safe to share.
 */
final class ToolServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ToolServer.class);
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration LONGEST_LIST = Duration.ofSeconds(30);
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);
    private static final int FAILURES_BEFORE_REST = 3;
    private static final int SENDS = 3;
    private static final long PAUSE_MILLIS = 300;
    /** Calls at a time where the entry does not say {@code max_concurrent}. */
    private static final int MOST_CALLS = 8;

    private final String name;
    private final ServerConfig config;
    private final Duration startup;
    private final Faults faults;
    private final Turns turns;

    private @Nullable CompletableFuture<Session> current;
    private long startedAt;
    private int failures;
    private long restUntil;
    private String lastFailure = "";
    private boolean closed;
    private volatile long listedAt;

    ToolServer(String name, ServerConfig config, Duration defaultStartup) {
        this.name = name;
        this.config = config;
        this.startup = config.startup(defaultStartup);
        this.faults = new Faults(name, config);
        this.turns = new Turns(config.maxConcurrent() == null ? MOST_CALLS : config.maxConcurrent());
    }

    /**
     * The server's tools.
     *
     * @param now asked for just now, as before an effect; otherwise a list of the last seconds will do
     * @throws WorkFailed when it cannot be asked
     */
    List<ListedTool> tools(boolean now, Duration limit) throws InterruptedException {
        Duration within = limit.compareTo(LONGEST_LIST) < 0 ? limit : LONGEST_LIST;
        return onceMore(limit, session -> {
            var known = session.known();
            boolean fresh = System.nanoTime() - listedAt < FRESH.toNanos() || session.announcesChanges();
            if (known == null || now || !fresh) {
                known = session.list(within);
                listedAt = System.nanoTime();
            }
            return known.stream().map(Results::listed).toList();
        });
    }

    /**
     * Waits for a turn to call.
     *
     * @param slot left to others while it waits
     * @throws WorkFailed when it does not come in time
     */
    Turns.Turn turn(Slot slot, Duration limit) throws InterruptedException {
        return turns.next(slot, limit).orElseThrow(() -> faults.busy(limit));
    }

    /**
     * Calls a tool. What certainly did not reach the server is sent again, over a new session, while there is time.
     *
     * @param meta goes into {@code _meta} of the call
     * @param once whether the effect must not happen twice: then an error of the tool's own is not taken for a reason to
     *     try again, unless the configuration says that it is one
     * @throws WorkFailed when the tool failed, or its server did
     */
    ToolOutput call(
            ListedTool tool, Map<String, Object> arguments, Map<String, Object> meta, boolean once, Duration limit)
            throws InterruptedException {
        var result = onceMore(limit, session -> {
            try {
                return session.call(tool.name(), arguments, meta, limit);
            } catch (TimeoutException e) {
                throw faults.late(tool.name(), limit);
            }
        });
        ErrorsMean means = config.isError().getOrDefault(tool.name(), once ? ErrorsMean.DONE : ErrorsMean.NOT_DONE);
        return Results.output(name + "/" + tool.name(), result, tool.outputSchema(), means);
    }

    /** Something that is asked of a session. */
    private interface Question<T> {
        T of(Session session) throws InterruptedException, ExecutionException, TimeoutException;
    }

    private <T> T onceMore(Duration limit, Question<T> question) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (int sends = 1; ; sends++) {
            Session session = session(Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime())));
            try {
                return question.of(session);
            } catch (TimeoutException e) {
                throw faults.late("list", limit);
            } catch (ExecutionException e) {
                if (Faults.nothingWasDone(e)) {
                    drop(session);
                    if (sends < SENDS && System.nanoTime() < end) {
                        Thread.sleep(PAUSE_MILLIS * sends);
                        continue;
                    }
                }
                throw faults.of(e);
            }
        }
    }

    private Session session(Duration limit) throws InterruptedException {
        CompletableFuture<Session> session = started();
        try {
            return session.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw faults.starting(Duration.ofNanos(System.nanoTime() - startedAt));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WorkFailed known ? known : faults.cannotStart(e, "");
        }
    }

    private synchronized CompletableFuture<Session> started() {
        CompletableFuture<Session> session = current;
        if (session != null) {
            return session;
        }
        if (closed) {
            throw faults.cannotStart(new IllegalStateException("the worker is stopping"), "");
        }
        if (System.nanoTime() < restUntil) {
            throw faults.resting(lastFailure);
        }
        CompletableFuture<Session> starting = new CompletableFuture<>();
        current = starting;
        startedAt = System.nanoTime();
        Thread thread = new Thread(() -> start(starting), "mcp-start-" + name);
        thread.setDaemon(true);
        thread.start();
        return starting;
    }

    private void start(CompletableFuture<Session> starting) {
        Session session = null;
        try {
            session = new Session(wire(starting), startup);
            session.introduce(startup);
            log.info("connected to tool server {}", name);
            succeeded();
            if (!starting.complete(session)) {
                session.close(); // the worker stopped meanwhile
            }
        } catch (TimeoutException e) {
            failed(starting, session, faults.noIntroduction(startup, session == null ? "" : session.lastWords()));
        } catch (ExecutionException | RuntimeException e) {
            failed(starting, session, faults.cannotStart(e, session == null ? "" : session.lastWords()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(starting, session, faults.cannotStart(e, ""));
        }
    }

    private Wire wire(CompletableFuture<Session> starting) {
        return config.url() == null
                ? new ProcessWire(name, config, () -> ended(starting))
                : new HttpWire(name, config, startup);
    }

    private synchronized void succeeded() {
        failures = 0;
    }

    private void failed(CompletableFuture<Session> starting, @Nullable Session session, WorkFailed failure) {
        synchronized (this) {
            current = current == starting ? null : current;
            failures++;
            lastFailure = String.valueOf(failure.getMessage());
            if (failures >= FAILURES_BEFORE_REST) {
                long rest = Math.min(LONGEST_REST.toMillis(), 1_000L << Math.min(10, failures - FAILURES_BEFORE_REST));
                restUntil = System.nanoTime() + Duration.ofMillis(rest).toNanos();
            }
        }
        log.warn("{}", failure.getMessage());
        starting.completeExceptionally(failure);
        if (session != null) {
            session.close();
        }
    }

    /** Its process ended by itself: the next call starts it again. */
    private synchronized void ended(CompletableFuture<Session> session) {
        if (current == session && session.isDone()) {
            log.warn("tool server {} ended; the next call starts it again", name);
            current = null;
        }
    }

    private void drop(Session session) {
        synchronized (this) {
            if (current == null || current.getNow(null) != session) {
                return;
            }
            current = null;
        }
        log.warn("dropping the session with tool server {}; the next call makes a new one", name);
        session.close();
    }

    @Override
    public void close() {
        CompletableFuture<Session> last;
        synchronized (this) {
            closed = true;
            last = current;
            current = null;
        }
        if (last != null) {
            var unused = last.thenAccept(Session::close);
            last.cancel(false);
        }
    }
}
