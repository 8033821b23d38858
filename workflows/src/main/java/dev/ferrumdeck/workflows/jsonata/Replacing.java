package dev.ferrumdeck.workflows.jsonata;

import com.dashjoin.jsonata.Functions;
import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code $replace}: of a text or of what matches, by a text with {@code $1} for groups or by what a function makes. */
final class Replacing {
    private Replacing() {}

    static @Nullable String replace(Arguments arguments) throws Throwable {
        String text = arguments.text(0);
        if (text == null) {
            return null;
        }
        int limit = arguments.limit(3, "the fourth argument of $replace");
        return arguments.at(1) instanceof String part
                ? ofText(text, part, arguments, limit)
                : ofMatches(text, Patterns.regex(arguments).matcher(text), arguments, limit);
    }

    private static String ofText(String text, String part, Arguments arguments, int limit) {
        if (part.isEmpty()) {
            throw new IllegalArgumentException("the second argument of $replace must not be an empty text");
        }
        String replacement = arguments.text(2);
        if (replacement == null) {
            throw new IllegalArgumentException("the third argument of $replace must be a text, as the second is one");
        }
        BoundedText made = new BoundedText();
        int from = 0;
        int at = text.indexOf(part);
        for (int i = 0; i < limit && at >= 0; i++) {
            made.append(text, from, at).append(replacement);
            from = at + part.length();
            at = text.indexOf(part, from);
        }
        return made.append(text, from, text.length()).toString();
    }

    private static String ofMatches(String text, Matcher matcher, Arguments arguments, int limit) throws Throwable {
        BoundedText made = new BoundedText();
        int from = 0;
        for (int i = 0; i < limit && matcher.find(); i++) {
            made.append(text, from, matcher.start());
            if (arguments.at(2) instanceof String replacement) {
                expand(replacement, matcher, made);
            } else {
                made.append(called(arguments.at(2), matcher));
            }
            from = matcher.end();
        }
        return made.append(text, from, text.length()).toString();
    }

    private static String called(@Nullable Object function, Matcher matcher) throws Throwable {
        Map<String, Object> match = new LinkedHashMap<>();
        match.put("match", matcher.group());
        match.put("start", matcher.start());
        match.put("end", matcher.end());
        match.put("groups", Regex.groups(matcher));
        if (Functions.funcApply(function, new ArrayList<>(List.of(match))) instanceof String replacement) {
            return replacement;
        }
        throw new IllegalArgumentException("the function that $replace was given must make a text");
    }

    /** {@code $$} is a dollar, {@code $0} the match, {@code $n} a group: of as many digits as there are groups for. */
    private static void expand(String replacement, Matcher matcher, BoundedText made) {
        int at = 0;
        while (at < replacement.length()) {
            int dollar = replacement.indexOf('$', at);
            if (dollar < 0 || dollar + 1 == replacement.length()) {
                made.append(replacement, at, replacement.length());
                return;
            }
            made.append(replacement, at, dollar);
            int digits = digits(replacement, dollar + 1, matcher.groupCount());
            if (digits > 0) {
                int group = Integer.parseInt(replacement.substring(dollar + 1, dollar + 1 + digits));
                String value = group <= matcher.groupCount() ? matcher.group(group) : null;
                made.append(value == null ? "" : value);
            } else {
                made.append("$");
            }
            boolean escaped = replacement.charAt(dollar + 1) == '$';
            at = dollar + 1 + (escaped ? 1 : digits);
        }
    }

    private static int digits(String replacement, int from, int groups) {
        int length = 0;
        int most = String.valueOf(Math.max(1, groups)).length();
        while (length < most
                && from + length < replacement.length()
                && Character.digit(replacement.charAt(from + length), 10) >= 0) {
            length++;
        }
        boolean tooLarge = length > 1 && Integer.parseInt(replacement.substring(from, from + length)) > groups;
        return tooLarge ? length - 1 : length;
    }
}
