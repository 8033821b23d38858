package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.worker.work.Json;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model without a model: plays a scenario file, {@code <folder>/<model>.yaml}. Free, offline, always the same. It goes
 * the very way of a real provider, so everything around it is real. Safe to share.
 */
final class ScriptedChatModel implements ChatModel {
    private static final int CHARS_PER_TOKEN = 4;
    private final Path folder;

    ScriptedChatModel(Path folder) {
        this.folder = folder;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        Conversation conversation = Conversation.of(request.messages());
        Scenario.Branch branch = Scenario.read(folder, request.modelName()).play(conversation.answers(), conversation);
        pause(branch.delayMs());
        AiMessage message = message(branch, request, conversation.answers());
        return ChatResponse.builder()
                .id("scripted-" + request.modelName() + "-" + (conversation.answers() + 1))
                .modelName(request.modelName())
                .aiMessage(message)
                .tokenUsage(usage(branch, request, message))
                .finishReason(message.hasToolExecutionRequests() ? FinishReason.TOOL_EXECUTION : FinishReason.STOP)
                .build();
    }

    private static AiMessage message(Scenario.Branch branch, ChatRequest request, int turn) {
        Set<String> names = request.toolSpecifications().stream()
                .map(ToolSpecification::name)
                .collect(Collectors.toSet());
        List<ToolExecutionRequest> calls = new ArrayList<>();
        for (Scenario.Call call : branch.toolCalls()) {
            String wireName = call.name().replaceAll("[^A-Za-z0-9_-]", "_");
            calls.add(ToolExecutionRequest.builder()
                    .id("call_" + (turn + 1) + "_" + (calls.size() + 1))
                    .name(names.contains(call.name()) ? call.name() : wireName)
                    .arguments(Json.write(call.arguments()))
                    .build());
        }
        AiMessage.Builder builder = AiMessage.builder().toolExecutionRequests(calls);
        if (branch.text() != null) {
            builder.text(branch.text());
        }
        return builder.build();
    }

    private static TokenUsage usage(Scenario.Branch branch, ChatRequest request, AiMessage message) {
        int input =
                tokens(request.messages().stream().map(ChatMessage::toString).collect(Collectors.joining())
                        + request.toolSpecifications());
        int output = tokens(message.toString());
        Scenario.Used used = branch.usage();
        return used == null ? new TokenUsage(input, output) : new TokenUsage(used.inputTokens(), used.outputTokens());
    }

    private static int tokens(String text) {
        return Math.max(1, text.length() / CHARS_PER_TOKEN);
    }

    private static void pause(long millis) {
        if (millis <= 0) {
            return;
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the scripted model was told to stop", e);
        }
    }
}
