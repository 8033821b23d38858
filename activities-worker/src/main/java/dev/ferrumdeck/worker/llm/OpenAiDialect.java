package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.wire.LlmInput;
import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.Message;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Chat completions, as OpenAI and all who imitate it speak them. */
final class OpenAiDialect implements Dialect {
    static final String NAME = "openai";
    private final String baseUrl;
    private final String key;

    OpenAiDialect(String baseUrl, String key) {
        this.baseUrl = baseUrl;
        this.key = key;
    }

    @Override
    public ChatModel writer(HttpClientBuilder http) {
        return OpenAiChatModel.builder()
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
            request.putObject("stream_options").put("include_usage", true);
        }
        if (input.outputSchema() != null) {
            ObjectNode format = request.putObject("response_format");
            format.put("type", "json_schema");
            ObjectNode schema = format.putObject("json_schema");
            schema.put("name", "answer");
            schema.set("schema", Trees.MAPPER.valueToTree(input.outputSchema()));
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

    private static void giveBack(ObjectNode message, JsonNode kept) {
        add(message, kept.path("message"));
        JsonNode calls = message.path("tool_calls");
        for (int k = 0; k < calls.size(); k++) {
            add(calls.get(k).asObject(), kept.path("calls").path(k));
            if (calls.get(k).path("function").isObject()) {
                add(
                        calls.get(k).path("function").asObject(),
                        kept.path("functions").path(k));
            }
        }
    }

    private static void add(ObjectNode to, JsonNode kept) {
        if (kept.isObject()) {
            to.setAll(kept.asObject());
        }
    }

    @Override
    public Assembly assembly(Consumer<String> heard) {
        return new OpenAiStream(heard);
    }

    @Override
    public LlmOutput read(ObjectNode whole, int turn) {
        return OpenAiAnswer.read(whole, turn);
    }

    @Override
    public @Nullable Usage usage(ObjectNode whole) {
        return UsageReader.openAi(whole.path("usage"));
    }

    /** The names of a message's parts that are understood; all others are kept for the provider. */
    static final List<String> KNOWN_OF_MESSAGE =
            List.of("role", "content", "refusal", "tool_calls", "function_call", "annotations", "audio");
}
