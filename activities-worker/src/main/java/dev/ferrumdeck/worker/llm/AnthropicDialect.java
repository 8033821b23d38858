package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.wire.LlmInput;
import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.Message;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's messages. */
final class AnthropicDialect implements Dialect {
    static final String NAME = "anthropic";
    private final String baseUrl;
    private final String key;

    AnthropicDialect(String baseUrl, String key) {
        this.baseUrl = baseUrl;
        this.key = key;
    }

    @Override
    public ChatModel writer(HttpClientBuilder http) {
        return AnthropicChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(baseUrl)
                .apiKey(key)
                .modelName(RequestWriter.NAMED_BY_EACH_REQUEST)
                .maxRetries(0)
                .build();
    }

    @Override
    public void complete(ObjectNode request, LlmInput input, boolean stream) {
        if (stream) {
            request.put("stream", true);
        }
        if (input.outputSchema() != null) {
            ObjectNode format = request.putObject("output_config").putObject("format");
            format.put("type", "json_schema");
            format.set("schema", Trees.MAPPER.valueToTree(input.outputSchema()));
        }
        Iterator<Message> said = input.messages().stream()
                .filter(message -> message.role().equals("assistant"))
                .iterator();
        for (JsonNode message : request.path("messages")) {
            if (Trees.text(message, "role").equals("assistant") && said.hasNext()) {
                Opaque.unpack(NAME, said.next().opaque()).ifPresent(kept -> giveBack(message.asObject(), kept));
            }
        }
    }

    /** The blocks as they came, in their order; only the calls are those that were written now, with their own ids. */
    private static void giveBack(ObjectNode message, JsonNode kept) {
        Iterator<JsonNode> calls = message.path("content")
                .valueStream()
                .filter(AnthropicAnswer::isCall)
                .iterator();
        ArrayNode content = JsonNodeFactory.instance.arrayNode();
        for (JsonNode block : kept) {
            if (!AnthropicAnswer.isCall(block)) {
                content.add(block);
            } else if (calls.hasNext()) {
                content.add(calls.next());
            }
        }
        calls.forEachRemaining(content::add);
        message.set("content", content);
    }

    @Override
    public Assembly assembly(Consumer<String> heard) {
        return new AnthropicStream(heard);
    }

    @Override
    public LlmOutput read(ObjectNode whole, int turn) {
        return AnthropicAnswer.read(whole, turn);
    }

    @Override
    public @Nullable Usage usage(ObjectNode whole) {
        return UsageReader.anthropic(whole.path("usage"));
    }

    @Override
    public boolean isPaused(ObjectNode whole) {
        return Trees.text(whole, "stop_reason").equals("pause_turn");
    }
}
