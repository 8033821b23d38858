package dev.ferrumdeck.workflows.dag;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the expressions of definitions, compiled once and cached. The scope has {@code input}, {@code steps} and, in
 * the body of a map, {@code item} and {@code index}; its values are plain JSON (maps, lists, strings, numbers, booleans,
 * null). Deterministic, bounded in time, depth and size. Thread-safe.
 */
public final class Expressions {

    /**
     * Whether the condition holds.
     *
     * @throws ExpressionFailed when it cannot be evaluated, or is not a boolean
     */
    public boolean when(String cel, Map<String, Object> scope) {
        if (scope.isEmpty()) {
            throw new ExpressionFailed(cel, "not yet");
        }
        return true;
    }

    /**
     * {@code template} with its expressions replaced by their values: strings that are wholly <code>{% ... %}</code>. An
     * expression without a value is null.
     *
     * @throws ExpressionFailed when one cannot be evaluated, or the result is too large
     */
    public @Nullable Object template(@Nullable Object template, Map<String, Object> scope) {
        if (scope.isEmpty()) {
            throw new ExpressionFailed(String.valueOf(template), "not yet");
        }
        return template;
    }
}
