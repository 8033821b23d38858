package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.contracts.wire.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is asked. An input {@code {message, history, ...}} is a conversation so far, the newest message, and
 * whatever else there is, which follows the message as JSON; any other input is a message as it is, or as JSON.
 *
 * @param history what was said before, by users and assistants
 * @param message never blank
 */
public record AgentInput(List<Message> history, String message) {
    private static final String MESSAGE = "message";
    private static final String HISTORY = "history";

    /** An input that no model could be given; the message says what is wrong and where. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String pointer;

        Refused(String pointer, String message) {
            super(message);
            this.pointer = pointer;
        }

        /** JSON Pointer into the input. */
        public String pointer() {
            return pointer;
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /**
     * Reads an input.
     *
     * @param json writes a value as JSON
     * @throws Refused when the message is empty or the history is none
     */
    public static AgentInput of(@Nullable Object input, Function<Object, String> json) {
        if (!(input instanceof Map<?, ?> map) || !(map.get(MESSAGE) instanceof String message)) {
            String whole = input instanceof String text ? text : input == null ? "" : json.apply(input);
            return new AgentInput(List.of(), said("", whole));
        }
        Map<String, @Nullable Object> rest = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!MESSAGE.equals(key) && !HISTORY.equals(key)) {
                rest.put(String.valueOf(key), value);
            }
        });
        String asked = said("/" + MESSAGE, message);
        return new AgentInput(
                history(map.get(HISTORY)), rest.isEmpty() ? asked : asked + "\n\nFurther input: " + json.apply(rest));
    }

    private static List<Message> history(@Nullable Object history) {
        if (history == null) {
            return List.of();
        }
        if (!(history instanceof List<?> list)) {
            throw new Refused("/" + HISTORY, "'history' must be a list of {role, content}");
        }
        List<Message> messages = new ArrayList<>();
        for (Object each : list) {
            messages.add(message(each, "/" + HISTORY + "/" + messages.size()));
        }
        return messages;
    }

    private static Message message(@Nullable Object each, String pointer) {
        if (each instanceof Map<?, ?> map
                && map.size() == 2
                && map.get("role") instanceof String role
                && map.get("content") instanceof String content
                && !content.isBlank()) {
            if (role.equals("user")) {
                return Message.user(content);
            }
            if (role.equals("assistant")) {
                return Message.assistant(content, List.of(), null);
            }
        }
        throw new Refused(pointer, "a message of 'history' is {role, content}: the role user or assistant, and a text");
    }

    private static String said(String pointer, String message) {
        if (message.isBlank()) {
            throw new Refused(pointer, "the message is empty: say what the agent is asked");
        }
        return message;
    }
}
