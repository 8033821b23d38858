package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.ToolCall;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.worker.work.Json;
import dev.ferrumdeck.worker.work.WorkFailed;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Makes an output out of a LangChain4j response. */
final class Responses {
    private Responses() {}

    static LlmOutput output(ChatResponse response) {
        AiMessage message = response.aiMessage();
        List<ToolCall> calls = new ArrayList<>();
        for (ToolExecutionRequest request : message.toolExecutionRequests()) {
            calls.add(call(request, calls.size()));
        }
        return new LlmOutput(message.text(), calls, finishReason(response, calls), response.modelName(), response.id());
    }

    private static ToolCall call(ToolExecutionRequest request, int index) {
        String id = request.id() == null || request.id().isBlank() ? "call_" + index : request.id();
        return new ToolCall(id, request.name(), arguments(request));
    }

    private static Map<String, Object> arguments(ToolExecutionRequest request) {
        String json = request.arguments();
        if (json == null || json.isBlank()) {
            return Map.of();
        }
        try {
            return Json.object(json);
        } catch (JacksonException e) {
            throw WorkFailed.transientError(
                    ErrorCode.PROVIDER_REJECTED,
                    "the model proposed a call of " + request.name() + " with arguments that are no JSON object");
        }
    }

    private static String finishReason(ChatResponse response, List<ToolCall> calls) {
        FinishReason reason = response.finishReason();
        if (reason == FinishReason.LENGTH) {
            return "length";
        }
        if (reason == FinishReason.CONTENT_FILTER) {
            return "content_filter";
        }
        return calls.isEmpty() ? "stop" : "tool_calls";
    }

    static Optional<Usage> usage(ChatResponse response) {
        TokenUsage usage = response.tokenUsage();
        if (usage == null || usage.inputTokenCount() == null || usage.outputTokenCount() == null) {
            return Optional.empty();
        }
        long input = usage.inputTokenCount();
        if (usage instanceof AnthropicTokenUsage anthropic) {
            input += count(anthropic.cacheCreationInputTokens()) + count(anthropic.cacheReadInputTokens());
        }
        return Optional.of(new Usage(input, usage.outputTokenCount()));
    }

    private static long count(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }
}
