package dev.ferrumdeck.contracts;

import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * Texts of tools, models and strangers on a terminal: what would move the cursor, turn the reading direction or not be seen
 * at all is written as its code instead, such as {@code \u001b}. The codes are those of JSON strings, so a JSON text stays
 * the same JSON.
 */
public final class Visible {
    private Visible() {}

    /** One line: line breaks and tabs are written as codes too. For values that stand beside others. */
    public static String line(String text) {
        return escape(text, code -> false, Visible::json);
    }

    /** Line breaks and tabs stay. For whole outputs, whose lines are our own. */
    public static String text(String text) {
        return escape(text, code -> code == '\n' || code == '\t', Visible::json);
    }

    /** As {@link #text}, with the codes of YAML, for a text in which every string that has such a character is quoted. */
    public static String yaml(String text) {
        return escape(text, code -> code == '\n' || code == '\t', Visible::yaml);
    }

    private static String escape(String text, IntPredicate layout, IntFunction<String> asCode) {
        if (text.codePoints().allMatch(code -> layout.test(code) || isVisible(code))) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(code -> {
            if (layout.test(code) || isVisible(code)) {
                escaped.appendCodePoint(code);
            } else {
                escaped.append(asCode.apply(code));
            }
        });
        return escaped.toString();
    }

    private static String json(int code) {
        return switch (code) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            default ->
                Character.toString(code)
                        .chars()
                        .mapToObj(unit -> String.format(Locale.ROOT, "\\u%04x", unit))
                        .collect(Collectors.joining());
        };
    }

    private static String yaml(int code) {
        return Character.isBmpCodePoint(code) ? json(code) : String.format(Locale.ROOT, "\\U%08x", code);
    }

    /** Whether a person sees the character, as itself, where it stands. */
    public static boolean isVisible(int code) {
        return switch (Character.getType(code)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> !isIgnorable(code);
        };
    }

    /** What Unicode calls default-ignorable and is no format character: fillers, joiners and variation selectors. */
    private static boolean isIgnorable(int code) {
        return code == 0x034F
                || code == 0x115F
                || code == 0x1160
                || code == 0x17B4
                || code == 0x17B5
                || (code >= 0x180B && code <= 0x180F)
                || code == 0x3164
                || (code >= 0xFE00 && code <= 0xFE0F)
                || code == 0xFFA0
                || (code >= 0xE0100 && code <= 0xE01EF);
    }
}
