package dev.ferrumdeck.workflows.dag;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A compiled JSONata expression. Thread-safe: the library's objects are used by one thread at a time. */
final class Mapping {
    private final String source;
    private final Queue<Jsonata> idle = new ConcurrentLinkedQueue<>();

    private Mapping(String source, Jsonata first) {
        this.source = source;
        idle.add(first);
    }

    /** @throws JException when it is not JSONata */
    static Mapping compile(String source) {
        return new Mapping(source, parse(source));
    }

    private static Jsonata parse(String source) {
        Jsonata jsonata = Jsonata.jsonata(source);
        jsonata.setOutputConvertNulls(false); // tells a null from no value
        jsonata.setValidateInput(false);
        return jsonata;
    }

    /** Its value as plain JSON in an {@code Optional} of its own when it is null; empty when it has none. */
    Optional<Value> evaluate(Map<String, Object> scope) {
        Jsonata jsonata = idle.poll();
        if (jsonata == null) {
            jsonata = parse(source);
        }
        EvaluationBounds bounds = new EvaluationBounds();
        try {
            Object result = jsonata.evaluate(scope, bounds.frame(jsonata));
            idle.add(jsonata); // only after success: a failed evaluation may leave it in any state
            return result == null ? Optional.empty() : Optional.of(new Value(new Plain().of(result)));
        } catch (RuntimeException e) {
            throw new ExpressionFailed(source, bounds.reached() == null ? describe(e) : bounds.reached());
        } catch (StackOverflowError e) {
            throw new ExpressionFailed(source, "it is nested too deeply: a recursion that does not end?");
        }
    }

    /** What is wrong, with the position where it is known. */
    static String describe(RuntimeException e) {
        if (e instanceof JException problem) {
            String where = problem.getLocation() > 0 ? "character " + problem.getLocation() + ": " : "";
            return where + problem.getMessage();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** A value that may be JSON's null. */
    record Value(@Nullable Object json) {}

    /** Copies a result into plain JSON, up to a size. */
    private static final class Plain {
        private static final int MAX_SIZE = EvaluationBounds.MAX_TEXT;
        private long size;

        @Nullable
        Object of(@Nullable Object value) {
            size += value instanceof String text ? text.length() : 8;
            if (size > MAX_SIZE) {
                throw new IllegalStateException("its value is larger than " + MAX_SIZE + " characters");
            }
            if (value == null || value == Jsonata.NULL_VALUE) {
                return null;
            }
            if (value instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(String.valueOf(key), of(item)));
                return copy;
            }
            if (value instanceof List<?> list) {
                List<@Nullable Object> copy = new ArrayList<>(list.size());
                list.forEach(item -> copy.add(of(item)));
                return copy;
            }
            return scalar(value);
        }

        private static Object scalar(Object value) {
            boolean finite = !(value instanceof Double number) || Double.isFinite(number);
            if (finite && (value instanceof String || value instanceof Number || value instanceof Boolean)) {
                return value;
            }
            throw new IllegalStateException(finite ? "its value is a function, not data" : "its value is not a number");
        }
    }
}
