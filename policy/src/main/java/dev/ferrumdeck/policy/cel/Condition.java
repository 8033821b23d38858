package dev.ferrumdeck.policy.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A compiled condition. Thread-safe. */
public final class Condition {
    private final String source;
    private final CelRuntime.Program program;
    private final List<List<String>> paths;

    Condition(String source, CelRuntime.Program program, List<List<String>> paths) {
        this.source = source;
        this.program = program;
        this.paths = List.copyOf(paths);
    }

    public String source() {
        return source;
    }

    /**
     * Everything that it names, prefixes included: {@code steps}, {@code steps.list}, {@code steps.list.output} for
     * {@code steps.list.output}.
     */
    public List<List<String>> paths() {
        return paths;
    }

    /**
     * Whether the condition holds.
     *
     * @param variables made by {@link CelValues#of}
     * @throws ConditionFailed when it cannot be evaluated (a key that is not there, numbers against texts ...)
     */
    public boolean holds(Map<String, Object> variables) throws ConditionFailed {
        Object result;
        try {
            result = program.eval(variables);
        } catch (CelEvaluationException | RuntimeException e) {
            // the library throws unchecked exceptions for some values: whatever it is, the condition was not evaluated
            throw new ConditionFailed(String.valueOf(e.getMessage()), e);
        }
        if (result instanceof Boolean holds) {
            return holds;
        }
        throw new ConditionFailed("the result is neither true nor false", null);
    }

    /** Its value when it names no variable at all; empty otherwise. */
    public Optional<Boolean> constant() {
        if (!paths.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(holds(Map.of()));
        } catch (ConditionFailed e) {
            return Optional.empty();
        }
    }
}
