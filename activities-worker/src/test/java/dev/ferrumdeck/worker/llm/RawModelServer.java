package dev.ferrumdeck.worker.llm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A model's server over raw sockets, which answers exactly what a test tells it, byte by byte. */
final class RawModelServer implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger gone = new AtomicInteger();
    private volatile List<Reply> replies = List.of();
    private final AtomicInteger next = new AtomicInteger();
    /** Bodies of requests, in the order they came. */
    final List<String> bodies = new CopyOnWriteArrayList<>();

    /** Writes an answer. */
    @FunctionalInterface
    interface Reply {
        void write(OutputStream out, RawModelServer server) throws IOException, InterruptedException;
    }

    RawModelServer() {
        try {
            server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    String base() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    /** The next requests get these answers, one after the other; the last one again and again. */
    void answer(Reply... given) {
        replies = List.of(given);
        next.set(0);
        bodies.clear();
    }

    /** How many clients have closed their connection before they had an answer. */
    int gone() {
        return gone.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            closed.countDown();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                String body = request(in);
                if (body == null) {
                    return;
                }
                bodies.add(body);
                List<Reply> now = replies;
                Reply reply = now.get(Math.min(next.getAndIncrement(), now.size() - 1));
                if (reply == HANG) {
                    if (in.read() < 0) {
                        gone.incrementAndGet();
                    }
                    return;
                }
                reply.write(socket.getOutputStream(), this);
                socket.getOutputStream().flush();
                return; // each answer is the last one of its connection
            }
        } catch (IOException e) {
            gone.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable String request(InputStream in) throws IOException {
        int length = 0;
        String line = line(in);
        while (line != null && !line.isEmpty()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            }
            line = line(in);
        }
        return line == null ? null : new String(in.readNBytes(length), UTF_8);
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c = in.read();
        while (c >= 0 && c != '\n') {
            line.write(c == '\r' ? ' ' : c);
            c = in.read();
        }
        return c < 0 ? null : line.toString(ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    /** Never answers. */
    static final Reply HANG = (out, server) -> {};

    static Reply raw(String text) {
        return (out, server) -> out.write(text.getBytes(UTF_8));
    }

    static Reply status(int status, String headers, String body) {
        return raw("HTTP/1.1 " + status + " Whatever\r\n" + headers + "Content-Length: " + body.getBytes(UTF_8).length
                + "\r\nConnection: close\r\n\r\n" + body);
    }

    static Reply json(String body) {
        return status(200, "Content-Type: application/json\r\n", body);
    }

    /** Events of a stream, each the data of one, as one chunk each. */
    static Reply events(String... data) {
        StringBuilder all =
                new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
        for (String each : data) {
            all.append("data: ").append(each).append("\n\n");
        }
        return raw(all.toString());
    }

    static Reply gzip(String body) {
        return (out, server) -> {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(body.getBytes(UTF_8));
            }
            out.write(("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size()
                            + "\r\nConnection: close\r\n\r\n")
                    .getBytes(UTF_8));
            packed.writeTo(out);
        };
    }

    /** A body that has no end, in chunks of a megabyte. */
    static Reply endless() {
        return (out, server) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"id\":\""
                    .getBytes(UTF_8));
            byte[] much = "x".repeat(1024 * 1024).getBytes(UTF_8);
            while (!server.closed.await(0, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                out.write(much);
            }
        };
    }

    /** One byte now and then, for ever. */
    static Reply drip() {
        return (out, server) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
            while (!server.closed.await(50, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                out.write(' ');
                out.flush();
            }
        };
    }
}
