package dev.ferrumdeck.worker.llm;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts the events of an Anthropic stream together, block by block. */
final class AnthropicStream implements Dialect.Assembly {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Consumer<String> heard;
    private final Map<Integer, ObjectNode> blocks = new TreeMap<>();
    private final Map<Integer, StringBuilder> inputs = new TreeMap<>();
    private ObjectNode whole = NODES.objectNode();
    private boolean stopped;

    AnthropicStream(Consumer<String> heard) {
        this.heard = heard;
    }

    @Override
    public void take(JsonNode event) {
        int index = event.path("index").asInt(0);
        switch (Trees.text(event, "type")) {
            case "message_start" -> {
                if (event.path("message").isObject()) {
                    whole = event.path("message").asObject().deepCopy();
                }
            }
            case "content_block_start" -> {
                if (event.path("content_block").isObject()) {
                    blocks.put(index, event.path("content_block").asObject().deepCopy());
                }
            }
            case "content_block_delta" -> grow(index, event.path("delta"));
            case "message_delta" -> end(event);
            case "message_stop" -> stopped = true;
            case "error" -> whole.set("error", event.path("error"));
            default -> {
                // pings, and what a later version may add
            }
        }
    }

    private void grow(int index, JsonNode delta) {
        ObjectNode block = blocks.computeIfAbsent(index, i -> NODES.objectNode());
        switch (Trees.text(delta, "type")) {
            case "text_delta" -> {
                append(block, "text", Trees.text(delta, "text"));
                heard.accept(Trees.text(delta, "text"));
            }
            case "thinking_delta" -> append(block, "thinking", Trees.text(delta, "thinking"));
            case "signature_delta" -> append(block, "signature", Trees.text(delta, "signature"));
            case "input_json_delta" ->
                inputs.computeIfAbsent(index, i -> new StringBuilder()).append(Trees.text(delta, "partial_json"));
            case "citations_delta" -> block.withArray("citations").add(delta.path("citation"));
            default -> {
                // what a later version may add
            }
        }
    }

    private static void append(ObjectNode block, String key, String piece) {
        block.put(key, Trees.text(block, key) + piece);
    }

    /** The last counts and the reason; counts that were given before and are not given again stay. */
    private void end(JsonNode event) {
        event.path("delta").properties().forEach(part -> whole.set(part.getKey(), part.getValue()));
        if (event.path("usage").isObject()) {
            ObjectNode usage =
                    whole.path("usage").isObject() ? whole.path("usage").asObject() : whole.putObject("usage");
            event.path("usage").properties().forEach(part -> {
                if (!part.getValue().isNull()) {
                    usage.set(part.getKey(), part.getValue());
                }
            });
        }
    }

    @Override
    public boolean isWhole() {
        return stopped || whole.hasNonNull("stop_reason");
    }

    @Override
    public ObjectNode whole() {
        inputs.forEach((index, json) -> {
            ObjectNode block = blocks.computeIfAbsent(index, i -> NODES.objectNode());
            block.set("input", Trees.strict(json.toString()).orElseGet(() -> NODES.stringNode(json.toString())));
        });
        if (!blocks.isEmpty() || isWhole()) {
            ArrayNode content = whole.putArray("content");
            blocks.values().forEach(content::add);
        }
        return whole;
    }
}
