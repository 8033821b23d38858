package dev.ferrumdeck.policy.spec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words for what a value is. */
final class Kind {
    private Kind() {}

    static String of(@Nullable Object value) {
        if (value == null) {
            return "nothing";
        }
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List) {
            return "a list";
        }
        if (value instanceof String text) {
            return text.isBlank() ? "an empty text" : "the text '" + shortened(text) + "'";
        }
        return (value instanceof Number ? "the number " : "the value ") + value;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }
}
