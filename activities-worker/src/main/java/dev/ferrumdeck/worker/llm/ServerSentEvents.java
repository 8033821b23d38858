package dev.ferrumdeck.worker.llm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Cuts bytes into the data of server-sent events, however they arrive. Not thread-safe. */
final class ServerSentEvents {
    private final Consumer<String> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean afterReturn;

    ServerSentEvents(Consumer<String> events) {
        this.events = events;
    }

    /** Takes more bytes. */
    void take(byte[] bytes) {
        for (byte each : bytes) {
            if (each == '\n' && afterReturn) {
                afterReturn = false;
            } else if (each == '\n' || each == '\r') {
                afterReturn = each == '\r';
                endLine();
            } else {
                afterReturn = false;
                line.write(each);
            }
        }
    }

    /** There is no more: what was not ended by an empty line is an event too. */
    void end() {
        endLine();
        endEvent();
    }

    private void endLine() {
        String text = line.toString(UTF_8);
        line.reset();
        if (text.isEmpty()) {
            endEvent();
        } else if (text.startsWith("data:")) {
            String value = text.substring("data:".length());
            data.append(data.isEmpty() ? "" : "\n").append(value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    private void endEvent() {
        if (!data.isEmpty()) {
            events.accept(data.toString());
            data.setLength(0);
        }
    }
}
