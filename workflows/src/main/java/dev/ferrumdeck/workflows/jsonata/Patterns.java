package dev.ferrumdeck.workflows.jsonata;

import com.dashjoin.jsonata.Utils;
import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions that look for a text or for a regular expression. */
final class Patterns {
    private Patterns() {}

    static @Nullable Boolean contains(Arguments arguments) {
        String text = arguments.text(0);
        if (text == null) {
            return null;
        }
        return arguments.at(1) instanceof String part
                ? text.contains(part)
                : regex(arguments).matcher(text).find();
    }

    static @Nullable List<Object> match(Arguments arguments) {
        String text = arguments.text(0);
        if (text == null) {
            return null;
        }
        int limit = arguments.limit(2, "the third argument of $match");
        List<Object> matches = Utils.createSequence();
        Matcher matcher = regex(arguments).matcher(text);
        while (matches.size() < limit && matcher.find()) {
            add(matches, match(matcher));
        }
        return matches;
    }

    private static Map<String, Object> match(Matcher matcher) {
        Map<String, Object> match = new LinkedHashMap<>();
        match.put("match", matcher.group());
        match.put("index", matcher.start());
        match.put("groups", Regex.groups(matcher));
        return match;
    }

    static @Nullable List<Object> split(Arguments arguments) {
        String text = arguments.text(0);
        if (text == null) {
            return null;
        }
        int limit = arguments.limit(2, "the third argument of $split");
        List<Object> parts = new ArrayList<>();
        if (arguments.at(1) instanceof String separator) {
            split(text, separator, limit, parts);
        } else {
            split(text, regex(arguments).matcher(text), limit, parts);
        }
        return parts;
    }

    private static void split(String text, String separator, int limit, List<Object> parts) {
        int from = 0;
        int step = Math.max(1, separator.length());
        int at = separator.isEmpty() ? 1 : text.indexOf(separator);
        while (parts.size() < limit && at >= 0 && at < text.length()) {
            add(parts, text.substring(from, at));
            from = separator.isEmpty() ? at : at + step;
            at = separator.isEmpty() ? at + 1 : text.indexOf(separator, from);
        }
        if (parts.size() < limit && !(separator.isEmpty() && text.isEmpty())) {
            add(parts, text.substring(from));
        }
    }

    private static void split(String text, Matcher matcher, int limit, List<Object> parts) {
        int from = 0;
        while (parts.size() < limit && matcher.find()) {
            boolean nothing = matcher.end() == 0;
            if (!nothing) {
                add(parts, text.substring(from, matcher.start()));
                from = matcher.end();
            }
        }
        if (parts.size() < limit) {
            add(parts, text.substring(from));
        }
    }

    private static void add(List<Object> list, Object item) {
        Watch watch = Watch.current();
        watch.meter().check();
        if (list.size() >= Watch.MAX_ITEMS) {
            watch.fail("it makes a list of more than " + Watch.MAX_ITEMS + " items");
        }
        list.add(item);
    }

    /** The second argument, which is no text. */
    static Regex regex(Arguments arguments) {
        if (arguments.at(1) instanceof Regex regex) {
            return regex;
        }
        throw new IllegalArgumentException("the second argument must be a text or a regular expression: /.../");
    }
}
