package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.machine.StepKind;
import dev.ferrumdeck.workflows.machine.StepState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code steps} with its values.
 *
 * @param input evaluated input as plain JSON, or null before it was evaluated
 * @param output as plain JSON; of a call that did not succeed {@code {text}}: what the model is told
 * @param contextTokens its share of a conversation
 */
public record StepRow(
        String path,
        StepKind kind,
        StepState state,
        int attempt,
        @Nullable String tool,
        @Nullable String code,
        @Nullable String note,
        @Nullable Object input,
        @Nullable Object output,
        long contextTokens) {

    /** The field {@code text} of its output, or null. */
    public @Nullable String outputText() {
        return output instanceof Map<?, ?> map && map.get("text") instanceof String text ? text : null;
    }

    public StepRow withInput(@Nullable String ofTool, @Nullable Object value) {
        return new StepRow(path, kind, state, attempt, ofTool, code, note, value, output, contextTokens);
    }

    public StepRow withOutput(@Nullable Object value) {
        return new StepRow(path, kind, state, attempt, tool, code, note, input, value, contextTokens);
    }

    public StepRow withContextTokens(long tokens) {
        return new StepRow(path, kind, state, attempt, tool, code, note, input, output, tokens);
    }
}
