package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.policy.spec.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The form of templates: any JSON, in which strings that are wholly <code>{% ... %}</code> are expressions. */
final class Template {
    private static final String OPEN = "{%";
    private static final String CLOSE = "%}";

    private Template() {}

    /** The expression of a string that is wholly one. */
    static Optional<String> expression(String text) {
        String trimmed = text.strip();
        boolean whole = trimmed.length() >= 4
                && trimmed.startsWith(OPEN)
                && trimmed.endsWith(CLOSE)
                && !trimmed.substring(2, trimmed.length() - 2).contains(CLOSE);
        return whole ? Optional.of(trimmed.substring(2, trimmed.length() - 2).strip()) : Optional.empty();
    }

    /** Whether a string has an expression in it without being one: a mistake that would go unnoticed. */
    static boolean isMixed(String text) {
        int open = text.indexOf(OPEN);
        return open >= 0 && text.indexOf(CLOSE, open) > 0 && expression(text).isEmpty();
    }

    /** Calls {@code visitor} with the pointer and the text of every string in {@code template}. */
    static void strings(@Nullable Object template, String pointer, BiConsumer<String, String> visitor) {
        if (template instanceof String text) {
            visitor.accept(pointer, text);
        } else if (template instanceof Map<?, ?> map) {
            map.forEach((key, value) -> strings(value, Fault.child(pointer, String.valueOf(key)), visitor));
        } else if (template instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                strings(list.get(i), Fault.child(pointer, i), visitor);
            }
        }
    }
}
