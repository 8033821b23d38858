package dev.ferrumdeck.workflows.jsonata;

import com.dashjoin.jsonata.Jsonata;
import dev.ferrumdeck.contracts.values.Flaw;
import dev.ferrumdeck.contracts.values.Flaws;
import dev.ferrumdeck.contracts.values.SafeText;
import dev.ferrumdeck.policy.bounds.Meter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies a result into plain JSON, up to a size, and refuses what cannot be kept. One instance per result. */
final class PlainJson {
    private final Meter meter;
    private long size;

    PlainJson(Meter meter) {
        this.meter = meter;
    }

    /** @throws IllegalStateException when the value is not data */
    @Nullable
    Object of(@Nullable Object value) {
        Object json = copy(value);
        List<Flaw> flaws = Flaws.of(json);
        if (!flaws.isEmpty()) {
            Flaw first = flaws.get(0);
            String place =
                    first.pointer().isEmpty() ? "its value" : "at " + SafeText.of(first.pointer(), 200) + " its value";
            throw new IllegalStateException(place + " " + first.message());
        }
        return json;
    }

    private @Nullable Object copy(@Nullable Object value) {
        size += value instanceof String text ? text.length() : Weights.NODE;
        if (size > Watch.MAX_TEXT) {
            meter.fail(Meter.Kind.AMOUNT, "its value is larger than " + Watch.MAX_TEXT + " characters");
        }
        if (value == null || value == Jsonata.NULL_VALUE) {
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(String.valueOf(key), copy(item)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(copy(item)));
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
