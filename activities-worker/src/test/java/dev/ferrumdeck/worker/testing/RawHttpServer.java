package dev.ferrumdeck.worker.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrumdeck.worker.work.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An MCP server over Streamable HTTP of raw bytes: the name of the called tool is what it answers with. Each connection
 * carries one request.
 */
public final class RawHttpServer implements AutoCloseable {
    private final ServerSocket socket;
    public final List<String> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private volatile boolean forgetful;

    public RawHttpServer() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::accept, "raw-http");
        thread.setDaemon(true);
        thread.start();
    }

    public String url(String pathAndQuery) {
        return "http://127.0.0.1:" + socket.getLocalPort() + pathAndQuery;
    }

    /** From now on no session that was begun before is known. */
    public void forget() {
        forgetful = true;
    }

    public int sessions() {
        return sessions.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread thread = new Thread(() -> serve(client), "raw-http-client");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private record Request(String head, String body) {
        String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }
    }

    private void serve(Socket client) {
        try (client;
                InputStream in = new BufferedInputStream(client.getInputStream());
                OutputStream out = client.getOutputStream()) {
            Request request = read(in);
            seen.add(request.head().lines().findFirst().orElse(""));
            answer(request, out);
            out.flush();
        } catch (IOException | InterruptedException e) {
            // the client went away, which is what some cases are about
        }
    }

    private static Request read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            head.append((char) b);
        }
        Request bare = new Request(head.toString(), "");
        String length = bare.header("content-length");
        return length.isEmpty()
                ? bare
                : new Request(head.toString(), new String(in.readNBytes(Integer.parseInt(length)), UTF_8));
    }

    private void answer(Request request, OutputStream out) throws IOException, InterruptedException {
        if (request.head().startsWith("GET")) {
            write(out, "200 OK", "text/event-stream", "id: 2\ndata: " + resumed(request) + "\n\n");
            return;
        }
        if (request.body().isEmpty()) {
            write(out, "200 OK", "text/plain", "");
            return;
        }
        Map<String, Object> message = Json.object(request.body());
        Object id = message.get("id");
        if (id == null) {
            write(out, "202 Accepted", "text/plain", "");
            return;
        }
        switch (String.valueOf(message.get("method"))) {
            case "initialize" -> {
                forgetful = false;
                String result = "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                        + "\"serverInfo\":{\"name\":\"raw\",\"version\":\"1\"}}";
                write(
                        out,
                        "200 OK\r\nMcp-Session-Id: s" + sessions.incrementAndGet(),
                        "application/json",
                        result(id, result));
            }
            case "tools/call" -> call(id, String.valueOf(((Map<?, ?>) message.get("params")).get("name")), out);
            default -> write(out, "200 OK", "application/json", result(id, "{\"tools\":[]}"));
        }
    }

    private String resumed(Request request) {
        String last = request.header("last-event-id");
        return result(last.replace("event-of-", ""), text("resumed"));
    }

    private void call(Object id, String name, OutputStream out) throws IOException, InterruptedException {
        if (forgetful) {
            write(out, "404 Not Found", "text/plain", "no such session");
            return;
        }
        String fine = result(id, text("fine"));
        switch (name) {
            case "fine" -> write(out, "200 OK", "application/json", fine);
            case "stream" -> write(out, "200 OK", "text/event-stream", "event: message\ndata: " + fine + "\n\n");
            case "cut" -> raw(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: nothing yet\n\n");
            case "cut-with-id" ->
                raw(
                        out,
                        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nid: event-of-" + id
                                + "\nretry: 10\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}\n\n");
            case "slam" -> {}
            case "slam-midway" ->
                raw(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{");
            case "html" -> write(out, "200 OK", "text/html", "<h1>Welcome to nginx</h1>");
            case "accepted" -> write(out, "202 Accepted", "text/plain", "");
            case "garbage" -> raw(out, "\u0000\u0001\u0002 this is not HTTP\r\n\r\n");
            case "redirect" ->
                write(out, "307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/", "text/plain", "over there");
            case "hang" -> Thread.sleep(60_000);
            default -> write(out, name + " Said", "text/plain", "words of the server");
        }
    }

    private static String text(String text) {
        return "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
    }

    private static String result(Object id, String json) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + Json.write(id) + ",\"result\":" + json + "}";
    }

    private static void write(OutputStream out, String status, String type, String body) throws IOException {
        raw(
                out,
                "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nConnection: close\r\nContent-Length: "
                        + body.getBytes(UTF_8).length + "\r\n\r\n" + body);
    }

    private static void raw(OutputStream out, String bytes) throws IOException {
        out.write(bytes.getBytes(UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
