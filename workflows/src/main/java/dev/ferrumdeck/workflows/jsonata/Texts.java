package dev.ferrumdeck.workflows.jsonata;

import com.dashjoin.jsonata.Utils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions that the library has in quadratic time, or whose result is much larger than what they are given. */
final class Texts {
    private static final int MAX_PAD = 10_000;

    private Texts() {}

    static @Nullable String pad(Arguments arguments) {
        String text = arguments.text(0);
        Number width = arguments.number(1);
        if (text == null || width == null) {
            return text;
        }
        if (Math.abs(width.doubleValue()) > MAX_PAD) {
            Watch.current().fail("$pad to more than " + MAX_PAD + " characters");
        }
        int missing = Math.abs(width.intValue()) - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        String filler = arguments.text(2);
        int[] fill =
                (filler == null || filler.isEmpty() ? " " : filler).codePoints().toArray();
        StringBuilder padding = new StringBuilder();
        for (int i = 0; i < missing; i++) {
            padding.appendCodePoint(fill[i % fill.length]);
        }
        return width.intValue() < 0 ? padding + text : text + padding;
    }

    static @Nullable String join(Arguments arguments) {
        if (!(arguments.at(0) instanceof List<?> parts)) {
            return arguments.text(0);
        }
        String separator = arguments.text(1);
        BoundedText joined = new BoundedText();
        for (int i = 0; i < parts.size(); i++) {
            joined.append(i == 0 || separator == null ? "" : separator).append(String.valueOf(parts.get(i)));
        }
        return joined.toString();
    }

    static @Nullable Object spread(Arguments arguments) {
        Object value = arguments.at(0);
        if (!(value instanceof List || value instanceof Map)) {
            return value;
        }
        List<Object> spread = Utils.createSequence();
        spread(value, spread);
        return spread;
    }

    private static void spread(@Nullable Object value, List<Object> into) {
        if (value instanceof List<?> list) {
            list.forEach(item -> spread(item, into));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> {
                Map<Object, Object> one = new LinkedHashMap<>();
                one.put(key, item);
                into.add(one);
            });
        } else if (value != null) {
            into.add(value);
        }
    }
}
