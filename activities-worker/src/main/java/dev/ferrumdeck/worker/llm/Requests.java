package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.LlmInput;
import dev.ferrumdeck.contracts.wire.Message;
import dev.ferrumdeck.contracts.wire.ToolCall;
import dev.ferrumdeck.contracts.wire.ToolSpec;
import dev.ferrumdeck.worker.work.Json;
import dev.ferrumdeck.worker.work.WorkFailed;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.util.ArrayList;
import java.util.List;

/** Makes a LangChain4j request out of an input. */
final class Requests {
    private Requests() {}

    static ChatRequest of(LlmInput input) {
        return ChatRequest.builder()
                .messages(messages(input))
                .parameters(parameters(input))
                .build();
    }

    private static ChatRequestParameters parameters(LlmInput input) {
        List<ToolSpecification> tools =
                input.tools().stream().map(Requests::tool).toList();
        if (input.provider().equals("openai") && wantsCompletionTokens(input.model())) {
            return OpenAiChatRequestParameters.builder()
                    .modelName(input.model())
                    .maxCompletionTokens(input.maxTokens())
                    .temperature(input.temperature())
                    .toolSpecifications(tools)
                    .build();
        }
        return ChatRequestParameters.builder()
                .modelName(input.model())
                .maxOutputTokens(input.maxTokens())
                .temperature(input.temperature())
                .toolSpecifications(tools)
                .build();
    }

    /** OpenAI's reasoning models refuse {@code max_tokens}; servers that only look like OpenAI's know nothing else. */
    private static boolean wantsCompletionTokens(String model) {
        return model.matches("(o[1-9]|gpt-[5-9]).*");
    }

    private static ToolSpecification tool(ToolSpec spec) {
        return ToolSpecification.builder()
                .name(spec.name())
                .description(spec.description())
                .parameters(Schemas.object(spec.inputSchema()))
                .build();
    }

    private static List<ChatMessage> messages(LlmInput input) {
        List<ChatMessage> messages = new ArrayList<>();
        if (input.system() != null && !input.system().isBlank()) {
            messages.add(SystemMessage.from(input.system()));
        }
        input.messages().forEach(message -> messages.add(message(message)));
        return messages;
    }

    private static ChatMessage message(Message message) {
        String content = message.content() == null ? "" : message.content();
        return switch (message.role()) {
            case "user" -> UserMessage.from(content.isEmpty() ? " " : content);
            case "assistant" -> assistant(message);
            case "tool" ->
                ToolExecutionResultMessage.from(
                        message.toolCallId() == null ? "" : message.toolCallId(),
                        message.toolName() == null ? "" : message.toolName(),
                        content.isEmpty() ? "(no output)" : content);
            default ->
                throw WorkFailed.terminal(
                        ErrorCode.VALIDATION_FAILED, "a message has the unknown role " + message.role());
        };
    }

    private static AiMessage assistant(Message message) {
        List<ToolExecutionRequest> calls =
                message.toolCalls().stream().map(Requests::call).toList();
        AiMessage.Builder builder = AiMessage.builder();
        if (message.content() != null && !message.content().isEmpty()) {
            builder.text(message.content());
        }
        return builder.toolExecutionRequests(calls).build();
    }

    private static ToolExecutionRequest call(ToolCall call) {
        return ToolExecutionRequest.builder()
                .id(call.id())
                .name(call.name())
                .arguments(Json.write(call.arguments()))
                .build();
    }
}
