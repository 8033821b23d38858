package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.policy.bounds.BoundReached;
import dev.ferrumdeck.policy.bounds.Bounds;
import dev.ferrumdeck.policy.bounds.Meter;
import dev.ferrumdeck.policy.cel.CelEnvironment;
import dev.ferrumdeck.policy.cel.CelValues;
import dev.ferrumdeck.policy.cel.Condition;
import dev.ferrumdeck.policy.cel.ConditionFailed;
import dev.ferrumdeck.policy.spec.Parsed;
import dev.ferrumdeck.workflows.jsonata.Mapping;
import dev.ferrumdeck.workflows.jsonata.MappingFailed;
import dev.ferrumdeck.workflows.jsonata.NotJsonata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the expressions of definitions, compiled once and cached. The scope has {@code input}, {@code steps} and, in
 * the body of a map, {@code item} and {@code index}; its values are plain JSON (maps, lists, strings, numbers, booleans,
 * null). Deterministic, bounded in time, depth and size: by the meter that the thread is in, or by {@link Bounds#DEFAULT}.
 * Work that runs get asked for goes through an {@link Evaluator}. Thread-safe.
 */
public final class Expressions {
    static final CelEnvironment CONDITIONS =
            new CelEnvironment(Map.of("input", CelEnvironment.Type.ANY, "steps", CelEnvironment.Type.OBJECT));
    private static final int MAX_CACHED = 5_000;

    private final Map<String, Condition> conditions = new ConcurrentHashMap<>();
    private final Map<String, Mapping> mappings = new ConcurrentHashMap<>();

    /**
     * Whether the condition holds.
     *
     * @throws ExpressionFailed when it cannot be evaluated, or is not a boolean
     */
    public boolean when(String cel, Map<String, Object> scope) {
        return metered(cel, () -> {
            Condition condition = cached(conditions, cel, Expressions::condition);
            try {
                return condition.holds(CelValues.of(scope));
            } catch (ConditionFailed e) {
                throw new ExpressionFailed(cel, String.valueOf(e.getMessage()));
            }
        });
    }

    /**
     * {@code template} with its expressions replaced by their values: strings that are wholly <code>{% ... %}</code>. An
     * expression that has no value takes its key out of an object, is null in a list, and null as the whole.
     *
     * @throws ExpressionFailed when one cannot be evaluated, or its value is too large
     */
    public @Nullable Object template(@Nullable Object template, Map<String, Object> scope) {
        return value(template, scope).map(Mapping.Value::json).orElse(null);
    }

    private Optional<Mapping.Value> value(@Nullable Object template, Map<String, Object> scope) {
        if (template instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            map.forEach((key, item) ->
                    value(item, scope).ifPresent(value -> values.put(String.valueOf(key), value.json())));
            return Optional.of(new Mapping.Value(values));
        }
        if (template instanceof List<?> list) {
            List<@Nullable Object> values = new ArrayList<>(list.size());
            list.forEach(item -> values.add(template(item, scope)));
            return Optional.of(new Mapping.Value(values));
        }
        Optional<String> expression = template instanceof String text ? Template.expression(text) : Optional.empty();
        return expression.isPresent() ? mapped(expression.get(), scope) : Optional.of(new Mapping.Value(template));
    }

    private Optional<Mapping.Value> mapped(String source, Map<String, Object> scope) {
        return metered(source, () -> {
            try {
                return cached(mappings, source, Expressions::mapping).evaluate(scope);
            } catch (MappingFailed e) {
                throw new ExpressionFailed(source, e.getMessage());
            }
        });
    }

    private static <T> T metered(String source, Supplier<T> evaluation) {
        try {
            return Meter.current()
                    .map(whole -> whole.part(Bounds.DEFAULT.steps()))
                    .orElseGet(() -> new Meter(Bounds.DEFAULT))
                    .measure(evaluation);
        } catch (BoundReached e) {
            throw new ExpressionFailed(source, String.valueOf(e.getMessage()));
        }
    }

    private static Condition condition(String cel) {
        Parsed<Condition> condition = CONDITIONS.compile(cel, "");
        return condition.orElseThrow(
                faults -> new ExpressionFailed(cel, faults.get(0).message()));
    }

    private static Mapping mapping(String source) {
        try {
            return Mapping.compile(source);
        } catch (NotJsonata e) {
            throw new ExpressionFailed(source, e.getMessage());
        }
    }

    private static <T> T cached(Map<String, T> cache, String source, Function<String, T> compile) {
        T known = cache.get(source);
        if (known != null) {
            return known;
        }
        if (cache.size() >= MAX_CACHED) {
            cache.clear(); // rare, and what is in use comes back at once
        }
        T compiled = compile.apply(source);
        cache.put(source, compiled);
        return compiled;
    }
}
