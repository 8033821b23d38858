package dev.ferrumdeck.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The events of a run as they come. A connection that breaks is opened again after the last event that was seen, so that
 * each comes once and in order. Ends with the run. For one thread; {@link #close} may come from any.
 */
public final class RunEvents implements Iterator<RunEvent>, AutoCloseable {
    private final Http http;
    private final String path;
    private final Runnable lost;
    private int last;
    private int failures;
    private boolean over;
    private volatile boolean closed;
    private volatile @Nullable EventStream stream;
    private @Nullable RunEvent next;

    RunEvents(Http http, String path, int after, Runnable lost) {
        this.lost = lost;
        this.http = http;
        this.path = path;
        this.last = after;
    }

    /**
     * Waits for the next event.
     *
     * @return false when the run is over or this was closed
     * @throws ServerUnreachable when no connection was to be had as often as the retries say
     */
    @Override
    public boolean hasNext() {
        while (next == null && !over && !closed) {
            next = read();
        }
        return next != null;
    }

    @Override
    public RunEvent next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("the events have ended");
        }
        RunEvent event = next;
        next = null;
        last = event.id();
        over = event.isFinal();
        if (over) {
            close();
        }
        return event;
    }

    @Override
    public void close() {
        closed = true;
        drop();
    }

    private @Nullable RunEvent read() {
        try {
            EventStream open = stream;
            if (open == null) {
                open = connect();
                stream = open;
            }
            RunEvent event = open == null ? null : open.next();
            if (event != null) {
                failures = 0;
                return event.id() > last || event.isFinal() ? event : null;
            }
            drop();
            if (!over) {
                failed(new IOException("the stream ended before the run did"));
            }
        } catch (IOException e) {
            drop();
            failed(e);
        }
        return null;
    }

    private @Nullable EventStream connect() throws IOException {
        HttpResponse<InputStream> answer = http.open(path, last);
        if (answer.statusCode() == 200) {
            return new EventStream(answer.body());
        }
        try (InputStream body = answer.body()) {
            if (answer.statusCode() == 204) {
                over = true;
                return null;
            }
            ApiProblem problem =
                    ApiProblem.of(answer.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
            if (problem.isTransient()) {
                throw new IOException(problem.detail());
            }
            throw problem;
        }
    }

    private void failed(IOException e) {
        if (closed) {
            return;
        }
        failures++;
        if (failures == 2) {
            lost.run(); // the first one may be a proxy that ended a long answer
        }
        if (failures >= http.retries().attempts()) {
            throw new ServerUnreachable(http.server(), Http.describe(e), e);
        }
        http.retries().waitAfter(failures);
    }

    private void drop() {
        EventStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }
}
