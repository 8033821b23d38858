package dev.ferrumdeck.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrumdeck.worker.work.Json;

/** An answer of the gateway with a status below 500. */
public final class Reply {
    private final int status;
    private final byte[] body;

    Reply(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** The body as it came; not to be changed. */
    public byte[] body() {
        return body;
    }

    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /** The body as this record. */
    public <T> T as(Class<T> type) {
        return Json.MAPPER.readValue(body, type);
    }

    /** The body for a log line: short. */
    public String excerpt() {
        String text = new String(body, UTF_8);
        return text.length() <= 300 ? text : text.substring(0, 300) + "...";
    }
}
