package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.wire.LlmOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads a chat completion, also one that bends the documentation as far as its meaning is clear. */
final class OpenAiAnswer {
    private OpenAiAnswer() {}

    static LlmOutput read(ObjectNode whole, int turn) {
        JsonNode choice = whole.path("choices").path(0);
        JsonNode message = choice.path("message");
        if (!message.isObject()) {
            throw new Dialect.Unreadable("without a message in its choices");
        }
        CallReader calls = new CallReader(turn);
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.has("function") ? call.path("function") : call.path("custom");
            calls.add(
                    Trees.text(function, "name"),
                    function.has("arguments") ? function.get("arguments") : function.get("input"));
        }
        if (message.path("function_call").isObject()) {
            calls.add(
                    Trees.text(message.path("function_call"), "name"),
                    message.path("function_call").get("arguments"));
        }
        String refusal = refusal(message);
        String text = text(message.path("content"));
        return new LlmOutput(
                text.isEmpty() ? (refusal.isEmpty() ? null : refusal) : text,
                calls.calls(),
                refusal.isEmpty() ? finish(Trees.text(choice, "finish_reason"), calls) : "refusal",
                Trees.text(whole, "model").isEmpty() ? null : Texts.whole(Trees.text(whole, "model")),
                Trees.text(whole, "id").isEmpty() ? null : Texts.whole(Trees.text(whole, "id")),
                null,
                Opaque.pack(OpenAiDialect.NAME, kept(message)));
    }

    /** Text, or the text among parts. */
    private static String text(JsonNode content) {
        if (content.isString()) {
            return Texts.whole(content.stringValue());
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part.isString() ? part.stringValue() : Trees.text(part, "text"));
        }
        return Texts.whole(text.toString());
    }

    private static String refusal(JsonNode message) {
        StringBuilder refusal = new StringBuilder(Trees.text(message, "refusal"));
        for (JsonNode part : message.path("content")) {
            refusal.append(Trees.text(part, "refusal"));
        }
        return Texts.whole(refusal.toString());
    }

    private static String finish(String reason, CallReader calls) {
        return switch (reason) {
            case "length", "max_tokens", "model_length" -> "length";
            case "content_filter", "safety" -> "content_filter";
            default -> calls.calls().isEmpty() ? "stop" : "tool_calls";
        };
    }

    /** What nobody here understands, and the provider may want back: of the message, of its calls and their functions. */
    private static @Nullable JsonNode kept(JsonNode message) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        set(kept, "message", others(message, OpenAiDialect.KNOWN_OF_MESSAGE));
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        ArrayNode functions = JsonNodeFactory.instance.arrayNode();
        for (JsonNode call : message.path("tool_calls")) {
            calls.add(others(call, List.of("id", "type", "index", "function", "custom")));
            functions.add(others(call.path("function"), List.of("name", "arguments")));
        }
        if (calls.valueStream().anyMatch(each -> !each.isEmpty())) {
            kept.set("calls", calls);
        }
        if (functions.valueStream().anyMatch(each -> !each.isEmpty())) {
            kept.set("functions", functions);
        }
        return kept;
    }

    private static void set(ObjectNode kept, String key, ObjectNode others) {
        if (!others.isEmpty()) {
            kept.set(key, others);
        }
    }

    private static ObjectNode others(JsonNode owner, List<String> known) {
        ObjectNode others = JsonNodeFactory.instance.objectNode();
        owner.properties().forEach(part -> {
            if (!known.contains(part.getKey()) && !part.getValue().isNull()) {
                others.set(part.getKey(), part.getValue());
            }
        });
        return others;
    }
}
