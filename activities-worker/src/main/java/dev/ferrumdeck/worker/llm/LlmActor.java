package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.Telemetry;
import dev.ferrumdeck.contracts.wire.LlmInput;
import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.worker.settings.LlmSettings;
import dev.ferrumdeck.worker.telemetry.Spans;
import dev.ferrumdeck.worker.work.Actor;
import dev.ferrumdeck.worker.work.Assignment;
import dev.ferrumdeck.worker.work.Done;
import dev.ferrumdeck.worker.work.Json;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.List;

/** Does model calls. The loop around them is the run's, because each tool call passes the policy gate. Safe to share. */
public final class LlmActor implements Actor {
    private static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey(Telemetry.FINISH_REASONS);

    private final Providers providers;
    private final Spans spans;

    public LlmActor(LlmSettings settings, Spans spans) {
        this.providers = new Providers(settings);
        this.spans = spans;
    }

    @Override
    public String type() {
        return "llm";
    }

    @Override
    public Prepared prepare(Assignment assignment) {
        LlmInput input = Json.convert(assignment.input(), LlmInput.class);
        ChatModel model = providers.model(input.provider());
        ChatRequest request = Requests.of(input);
        return () -> {
            Span span = spans.chat(input.provider(), input.model());
            return Spans.inside(span, () -> call(span, model, request, input));
        };
    }

    private Done call(Span span, ChatModel model, ChatRequest request, LlmInput input) throws InterruptedException {
        span.setAttribute(Telemetry.REQUEST_MAX_TOKENS, (long) input.maxTokens());
        if (input.temperature() != null) {
            span.setAttribute(Telemetry.REQUEST_TEMPERATURE, input.temperature());
        }
        ChatResponse response;
        try {
            response = model.chat(request);
        } catch (RuntimeException e) {
            throw providers.failure(input.provider(), input.model(), e);
        }
        LlmOutput output = Responses.output(response);
        Usage usage = Responses.usage(response).orElse(null);
        describe(span, output);
        if (usage != null) {
            span.setAttribute(Telemetry.INPUT_TOKENS, usage.inputTokens());
            span.setAttribute(Telemetry.OUTPUT_TOKENS, usage.outputTokens());
        }
        return new Done(output, usage);
    }

    private static void describe(Span span, LlmOutput output) {
        span.setAttribute(FINISH_REASONS, List.of(output.finishReason()));
        if (output.model() != null) {
            span.setAttribute(Telemetry.RESPONSE_MODEL, output.model());
        }
        if (output.responseId() != null) {
            span.setAttribute(Telemetry.RESPONSE_ID, output.responseId());
        }
    }
}
