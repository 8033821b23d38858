package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.Telemetry;
import dev.ferrumdeck.contracts.wire.LlmInput;
import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.Message;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.worker.settings.LlmSettings;
import dev.ferrumdeck.worker.telemetry.Spans;
import dev.ferrumdeck.worker.work.Actor;
import dev.ferrumdeck.worker.work.Assignment;
import dev.ferrumdeck.worker.work.Done;
import dev.ferrumdeck.worker.work.Json;
import dev.ferrumdeck.worker.work.WorkFailed;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does model calls. The loop around them is the run's, because each tool call passes the policy gate. Safe to share. */
public final class LlmActor implements Actor {
    private static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey(Telemetry.FINISH_REASONS);

    private final Models models;
    private final Spans spans;

    public LlmActor(LlmSettings settings, Spans spans) {
        this.models = new Models(settings);
        this.spans = spans;
    }

    @Override
    public String type() {
        return "llm";
    }

    @Override
    public Prepared prepare(Assignment assignment) {
        LlmInput input = Json.convert(assignment.input(), LlmInput.class);
        models.check(input);
        return () -> {
            Span span = spans.chat(input.provider(), input.model());
            return Spans.inside(span, () -> call(span, input, assignment));
        };
    }

    private Done call(Span span, LlmInput input, Assignment assignment) throws InterruptedException {
        span.setAttribute(Telemetry.REQUEST_MAX_TOKENS, (long) input.maxTokens());
        if (input.temperature() != null) {
            span.setAttribute(Telemetry.REQUEST_TEMPERATURE, input.temperature());
        }
        long until = System.nanoTime() + assignment.limit().toNanos();
        Answer answer = models.ask(input, assignment.limit(), assignment.heard());
        if (input.outputSchema() != null && answer.output().toolCalls().isEmpty()) {
            answer = fitting(input, answer, until, assignment);
        }
        describe(span, answer.output(), answer.usage());
        return new Done(answer.output(), answer.usage());
    }

    /** The answer with the JSON that was asked for. One that does not fit is given back to the model once. */
    private Answer fitting(LlmInput input, Answer answer, long until, Assignment assignment)
            throws InterruptedException {
        Structured.Read read = read(input, answer.output());
        if (read.faults().isEmpty()) {
            return structured(answer, read);
        }
        List<Message> more = new ArrayList<>(input.messages());
        more.add(Message.assistant(
                answer.output().text(), List.of(), answer.output().opaque()));
        more.add(Message.user("Your answer does not fit the JSON Schema that it has to fit: " + read.faults()
                + ". Answer with the corrected JSON, and nothing else."));
        Duration left = Duration.ofNanos(Math.max(1_000_000, until - System.nanoTime()));
        Answer repaired;
        try {
            repaired = models.ask(input.after(more), left, assignment.heard());
        } catch (WorkFailed e) {
            throw e.having(sum(answer.usage(), e.usage()));
        }
        Usage used = sum(answer.usage(), repaired.usage());
        Structured.Read again = read(input, repaired.output());
        if (!again.faults().isEmpty() || !repaired.output().toolCalls().isEmpty()) {
            throw WorkFailed.terminal(
                            ErrorCode.ANSWER_UNFIT,
                            "the model's answer does not fit the output_schema, after one repair: " + again.faults()
                                    + "; simplify the schema, or say in the prompt what it wants")
                    .having(used);
        }
        return structured(repaired.withUsage(used), again);
    }

    private static Structured.Read read(LlmInput input, LlmOutput output) {
        return output.wasCut() || input.outputSchema() == null
                ? new Structured.Read(null, "")
                : Structured.read(output, input.outputSchema());
    }

    private static Answer structured(Answer answer, Structured.Read read) {
        LlmOutput output = answer.output();
        return new Answer(
                new LlmOutput(
                        output.text(),
                        output.toolCalls(),
                        output.finishReason(),
                        output.model(),
                        output.responseId(),
                        read.value(),
                        output.opaque()),
                answer.usage());
    }

    private static @Nullable Usage sum(@Nullable Usage first, @Nullable Usage second) {
        return first == null || second == null ? null : first.plus(second);
    }

    private static void describe(Span span, LlmOutput output, @Nullable Usage usage) {
        span.setAttribute(FINISH_REASONS, List.of(output.finishReason()));
        if (output.model() != null) {
            span.setAttribute(Telemetry.RESPONSE_MODEL, output.model());
        }
        if (output.responseId() != null) {
            span.setAttribute(Telemetry.RESPONSE_ID, output.responseId());
        }
        if (usage != null) {
            span.setAttribute(Telemetry.INPUT_TOKENS, usage.inputTokens());
            span.setAttribute(Telemetry.OUTPUT_TOKENS, usage.outputTokens());
        }
    }
}
