package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.wire.LlmOutput;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads an Anthropic message. */
final class AnthropicAnswer {
    private AnthropicAnswer() {}

    static LlmOutput read(ObjectNode whole, int turn) {
        JsonNode content = whole.path("content");
        if (!content.isArray() && !content.isString()) {
            throw new Dialect.Unreadable("without content");
        }
        CallReader calls = new CallReader(turn);
        StringBuilder text = new StringBuilder(content.isString() ? content.stringValue() : "");
        for (JsonNode block : content) {
            if (isCall(block)) {
                calls.add(Trees.text(block, "name"), block.get("input"));
            } else if (isText(block)) {
                text.append(Trees.text(block, "text"));
            }
        }
        return new LlmOutput(
                text.isEmpty() ? null : Texts.whole(text.toString()),
                calls.calls(),
                finish(Trees.text(whole, "stop_reason"), calls),
                Trees.text(whole, "model").isEmpty() ? null : Texts.whole(Trees.text(whole, "model")),
                Trees.text(whole, "id").isEmpty() ? null : Texts.whole(Trees.text(whole, "id")),
                null,
                Opaque.pack(AnthropicDialect.NAME, kept(content)));
    }

    static boolean isCall(JsonNode block) {
        return Trees.text(block, "type").equals("tool_use") || (!block.has("type") && block.has("input"));
    }

    private static boolean isText(JsonNode block) {
        return Trees.text(block, "type").equals("text") || (!block.has("type") && block.has("text"));
    }

    private static String finish(String reason, CallReader calls) {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "refusal" -> "refusal";
            default -> calls.calls().isEmpty() ? "stop" : "tool_calls";
        };
    }

    /** All blocks in their order, once there is one that only the provider understands; of calls only their places. */
    private static @Nullable JsonNode kept(JsonNode content) {
        if (content.valueStream().allMatch(block -> isCall(block) || isText(block))) {
            return null;
        }
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode block : content) {
            if (isCall(block)) {
                kept.addObject().put("type", "tool_use");
            } else if (!isText(block) || !Trees.text(block, "text").isBlank()) {
                kept.add(block);
            }
        }
        return kept;
    }
}
