package dev.ferrumdeck.gateway.budgets;

import dev.ferrumdeck.gateway.platform.web.Violation;
import dev.ferrumdeck.workflows.machine.Limits;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code {tokens?, cost_micros?, tool_calls?, seconds?}}: whole numbers from 0, nothing else. */
public final class LimitsReader {
    private static final Set<String> KINDS = Set.of("tokens", "cost_micros", "tool_calls", "seconds");

    private LimitsReader() {}

    /**
     * Reads limits and adds what is wrong to {@code errors}.
     *
     * @param pointer JSON Pointer of {@code limits} in the body
     * @return the limits that are right; absent kinds are null
     */
    public static Limits read(JsonNode limits, String pointer, List<Violation> errors) {
        if (!limits.isObject()) {
            errors.add(
                    new Violation(pointer, "must be an object with some of tokens, cost_micros, tool_calls, seconds"));
            return Limits.NONE;
        }
        for (String key : limits.propertyNames()) {
            if (!KINDS.contains(key)) {
                errors.add(new Violation(
                        pointer + "/" + key, "unknown key; known are tokens, cost_micros, tool_calls and seconds"));
            }
        }
        return new Limits(
                amount(limits, "tokens", pointer, errors),
                amount(limits, "cost_micros", pointer, errors),
                amount(limits, "tool_calls", pointer, errors),
                amount(limits, "seconds", pointer, errors));
    }

    private static @Nullable Long amount(JsonNode limits, String kind, String pointer, List<Violation> errors) {
        JsonNode value = limits.get(kind);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
            errors.add(new Violation(pointer + "/" + kind, "must be a whole number from 0"));
            return null;
        }
        return value.asLong();
    }
}
