package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.wire.LlmInput;
import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** The provider of scripted models: LangChain4j models that live in this process. */
final class ScriptedProvider implements Provider {
    static final String NAME = "scripted";
    private final ChatModel model;

    ScriptedProvider(ChatModel model) {
        this.model = model;
    }

    @Override
    public Answer ask(LlmInput input, Duration limit, Consumer<String> heard) throws InterruptedException {
        LlmInput fitting = input.after(Transcript.of(input.messages()));
        ChatResponse response;
        try {
            response = model.chat(Requests.of(fitting));
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the scripted model was told to stop");
            }
            throw e;
        }
        CallReader calls = new CallReader(Transcript.answers(fitting.messages()) + 1);
        for (ToolExecutionRequest call : response.aiMessage().toolExecutionRequests()) {
            calls.add(call.name(), JsonNodeFactory.instance.stringNode(call.arguments()));
        }
        String text = response.aiMessage().text();
        if (text != null) {
            heard.accept(text);
        }
        String finish = calls.calls().isEmpty() ? "stop" : "tool_calls";
        LlmOutput output = new LlmOutput(text, calls.calls(), finish, response.modelName(), response.id(), null, null);
        return new Answer(output, usage(response));
    }

    private static @Nullable Usage usage(ChatResponse response) {
        var used = response.tokenUsage();
        return used == null ? null : Usage.of(used.inputTokenCount(), used.outputTokenCount());
    }
}
