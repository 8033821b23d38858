package dev.ferrumdeck.worker.llm;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts the chunks of a chat completion together: texts are joined, calls are told apart by their index. */
final class OpenAiStream implements Dialect.Assembly {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Consumer<String> heard;
    private final ObjectNode whole = NODES.objectNode();
    private final ObjectNode message = NODES.objectNode();
    private final Map<Integer, ObjectNode> calls = new TreeMap<>();
    private String finish = "";

    OpenAiStream(Consumer<String> heard) {
        this.heard = heard;
    }

    @Override
    public void take(JsonNode event) {
        if (event.hasNonNull("error")) {
            whole.set("error", event.get("error"));
            return;
        }
        for (String name : new String[] {"id", "model", "usage"}) {
            if (event.hasNonNull(name)) {
                whole.set(name, event.get(name));
            }
        }
        JsonNode choice = event.path("choices").path(0);
        if (choice.hasNonNull("finish_reason")) {
            finish = Trees.text(choice, "finish_reason");
        }
        JsonNode delta = choice.has("delta") ? choice.path("delta") : choice.path("message");
        if (delta.path("content").isString()) {
            heard.accept(delta.path("content").stringValue());
        }
        merge(message, delta, "tool_calls");
        int place = 0;
        for (JsonNode call : delta.path("tool_calls")) {
            merge(calls.computeIfAbsent(index(call, place++), i -> NODES.objectNode()), call, "index");
        }
    }

    /** A call without an index begins with its id; what follows belongs to the newest one. */
    private int index(JsonNode call, int place) {
        if (call.path("index").isInt()) {
            return call.path("index").intValue();
        }
        boolean begins = !Trees.text(call, "id").isEmpty()
                || !Trees.text(call.path("function"), "name").isEmpty();
        return begins ? calls.size() : Math.max(place, calls.size() - 1);
    }

    /** Joins texts and lists, merges objects, and takes over anything else. */
    private static void merge(ObjectNode into, JsonNode delta, String except) {
        delta.properties().forEach(part -> {
            JsonNode before = into.path(part.getKey());
            JsonNode now = part.getValue();
            if (now.isNull() || part.getKey().equals(except)) {
                return;
            }
            if (now.isString() && before.isString() && isPiece(part.getKey())) {
                into.put(part.getKey(), before.stringValue() + now.stringValue());
            } else if (now.isObject() && before.isObject()) {
                merge(before.asObject(), now, "");
            } else if (now.isArray() && before.isArray()) {
                ((ArrayNode) before).addAll((ArrayNode) now);
            } else {
                into.set(part.getKey(), now.deepCopy());
            }
        });
    }

    /** Whether a text comes in pieces; ids, types and roles come whole, again and again. */
    private static boolean isPiece(String key) {
        return !key.equals("id") && !key.equals("type") && !key.equals("role") && !key.equals("name");
    }

    @Override
    public boolean isWhole() {
        return !finish.isEmpty();
    }

    @Override
    public ObjectNode whole() {
        if (!calls.isEmpty()) {
            ArrayNode list = message.putArray("tool_calls");
            calls.values().forEach(list::add);
        }
        if (!message.isEmpty() || isWhole()) {
            ObjectNode choice = whole.putArray("choices").addObject();
            choice.put("finish_reason", finish);
            choice.set("message", message);
        }
        return whole;
    }
}
