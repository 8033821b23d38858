package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.wire.ToolCall;
import dev.ferrumdeck.worker.work.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * Reads the calls of one answer. Ids are our own, because those of models may be empty, repeated or too long. Arguments
 * are unwrapped where it is clear what was meant; else the call says what came in their place. Not thread-safe.
 */
final class CallReader {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_QUOTE = 2000;
    /** JSON in a string in a string: more often than that nobody does it by mistake. */
    private static final int MOST_WRAPPINGS = 3;

    private final int turn;
    private final List<ToolCall> calls = new ArrayList<>();

    /** Reads calls of the answer with that number in its conversation, from 1. */
    CallReader(int turn) {
        this.turn = turn;
    }

    /** Adds a call. */
    void add(String name, @Nullable JsonNode arguments) {
        String id = id(turn, calls.size() + 1);
        String said = Texts.cut(Texts.whole(name), LONGEST_NAME);
        ToolCall call = object(arguments, 0)
                .map(object -> ToolCall.of(id, said, object))
                .orElseGet(() -> new ToolCall(id, said, Map.of(), quote(arguments)));
        calls.add(call);
    }

    /** The id of call {@code k} of the answer {@code turn}, both from 1: unique in its conversation. */
    static String id(int turn, int k) {
        return "call_" + turn + "_" + k;
    }

    List<ToolCall> calls() {
        return List.copyOf(calls);
    }

    private static Optional<Map<String, Object>> object(@Nullable JsonNode arguments, int wrappings) {
        if (arguments == null || arguments.isNull() || arguments.isMissingNode()) {
            return Optional.of(Map.of());
        }
        if (arguments.isObject()) {
            return Optional.of(clean(Json.MAPPER.convertValue(arguments, OBJECT)));
        }
        if (!arguments.isString() || wrappings == MOST_WRAPPINGS) {
            return Optional.empty();
        }
        String text = arguments.stringValue().strip();
        return text.isEmpty()
                ? Optional.of(Map.of())
                : Trees.strict(text).flatMap(inner -> object(inner, wrappings + 1));
    }

    private static Map<String, Object> clean(Map<String, Object> arguments) {
        Map<String, Object> cleaned = new LinkedHashMap<>();
        arguments.forEach((key, value) -> cleaned.put(Texts.whole(key), cleanValue(value)));
        return cleaned;
    }

    private static Object cleanValue(Object value) {
        if (value instanceof String text) {
            return Texts.whole(text);
        }
        if (value instanceof List<?> list) {
            List<Object> cleaned = new ArrayList<>();
            list.forEach(each -> cleaned.add(cleanValue(each)));
            return cleaned;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> cleaned = new LinkedHashMap<>();
            map.forEach((key, each) -> cleaned.put(Texts.whole(String.valueOf(key)), cleanValue(each)));
            return cleaned;
        }
        return value;
    }

    private static String quote(@Nullable JsonNode arguments) {
        String text = arguments == null ? "" : arguments.isString() ? arguments.stringValue() : arguments.toString();
        return Texts.cut(Texts.whole(text), LONGEST_QUOTE);
    }
}
