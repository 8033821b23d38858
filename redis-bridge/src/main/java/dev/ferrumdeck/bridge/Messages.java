package dev.ferrumdeck.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.StreamMessage;
import java.util.HashMap;
import java.util.Map;

/** Reads entries of streams; what is no message of ours becomes a delivery without an attempt. */
final class Messages {
    private Messages() {}

    static Delivery read(StreamMessage<byte[], byte[]> message) {
        Map<String, String> fields = new HashMap<>();
        if (message.getBody() != null) {
            message.getBody().forEach((key, value) -> fields.put(new String(key, UTF_8), new String(value, UTF_8)));
        }
        boolean ours = Streams.VERSION.equals(fields.get(Streams.VERSION_FIELD));
        String attempt = ours ? fields.getOrDefault(Streams.ATTEMPT_FIELD, "") : "";
        String queue = Streams.queueOf(new String(message.getStream(), UTF_8));
        return new Delivery(queue, message.getId(), attempt, fields.get(Streams.TRACE_FIELD));
    }
}
