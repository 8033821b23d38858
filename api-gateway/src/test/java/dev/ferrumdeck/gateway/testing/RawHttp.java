package dev.ferrumdeck.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests that no HTTP client would send: written as they stand, answered as one text of head and body. */
public final class RawHttp {
    private RawHttp() {}

    /**
     * Sends one request and reads until the server closes.
     *
     * @param line such as {@code GET /v1/runs?a=%zz}, without the version
     * @param headers each ended by a line feed
     */
    public static String send(URI server, String line, String headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = line + " HTTP/1.1\nHost: test\nConnection: close\n" + headers
                + (bytes.length == 0 ? "" : "Content-Length: " + bytes.length + "\n") + "\n";
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
