package dev.ferrumdeck.policy.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.ferrumdeck.policy.bounds.BoundReached;
import dev.ferrumdeck.policy.bounds.Bounds;
import dev.ferrumdeck.policy.bounds.Meter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A compiled condition. Thread-safe. */
public final class Condition {
    private static final int MAX_TEXT = 16 * 1024 * 1024;

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
     * Whether the condition holds. Evaluated under the meter that the thread is in, or else under one of its own.
     *
     * @param variables made by {@link CelValues#of}
     * @throws ConditionFailed when it cannot be evaluated (a key that is not there, numbers against texts, a bound ...)
     */
    public boolean holds(Map<String, Object> variables) throws ConditionFailed {
        Meter meter = Meter.current().orElse(null);
        Object result;
        try {
            result =
                    meter == null ? new Meter(Bounds.DEFAULT).measure(() -> value(variables)) : value(variables, meter);
        } catch (BoundReached e) {
            throw new ConditionFailed(e);
        } catch (StackOverflowError e) {
            throw new ConditionFailed("it is nested too deeply", null);
        } catch (RuntimeException e) {
            // the library throws unchecked exceptions for some values: whatever it is, the condition was not evaluated
            throw new ConditionFailed(String.valueOf(e.getMessage()), e);
        }
        if (result instanceof Boolean holds) {
            return holds;
        }
        throw new ConditionFailed("the result is neither true nor false", null);
    }

    private Object value(Map<String, Object> variables) {
        return value(variables, Meter.current().orElseThrow());
    }

    private Object value(Map<String, Object> variables, Meter meter) {
        meter.check();
        try {
            return program.trace(variables, (node, value) -> observe(value, meter));
        } catch (CelEvaluationException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static void observe(Object value, Meter meter) {
        meter.step();
        if (value instanceof String text && text.length() > MAX_TEXT) {
            meter.fail(Meter.Kind.AMOUNT, "it makes a text longer than " + MAX_TEXT + " characters");
        }
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
