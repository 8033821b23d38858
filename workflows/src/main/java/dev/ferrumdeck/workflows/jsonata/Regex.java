package dev.ferrumdeck.workflows.jsonata;

import com.dashjoin.jsonata.Jsonata;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.ferrumdeck.policy.bounds.Meter;
import dev.ferrumdeck.policy.bounds.WatchedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of a mapping, matched in linear time (re2j). To JSONata it is a function of a text, as a regular
 * expression is there; the library's own would backtrack. Thread-safe.
 */
final class Regex extends Jsonata.JFunction {
    private static final int MAX_PROGRAM = 2_000;

    private final Pattern pattern;

    private Regex(Pattern pattern) {
        super((input, arguments) -> null, "<s-:o>");
        this.pattern = pattern;
    }

    /**
     * Compiles a literal.
     *
     * @param literal with its slashes and flags: {@code /^a+/i}
     * @throws NotJsonata when it is none, or asks for what cannot be matched in linear time
     */
    static Regex of(JsonataLexer.Token literal) throws NotJsonata {
        int end = literal.text().lastIndexOf('/');
        String flags = literal.text().substring(end + 1);
        if (end <= 1) {
            throw new NotJsonata(literal.position(), "a regular expression without an end, or an empty one");
        }
        try {
            Pattern pattern = Pattern.compile(
                    literal.text().substring(1, end),
                    (flags.contains("i") ? Pattern.CASE_INSENSITIVE : 0)
                            | (flags.contains("m") ? Pattern.MULTILINE : 0));
            if (pattern.programSize() > MAX_PROGRAM) {
                throw new NotJsonata(literal.position(), "the regular expression is too large: it repeats too much");
            }
            return new Regex(pattern);
        } catch (PatternSyntaxException e) {
            throw new NotJsonata(
                    literal.position(),
                    "the regular expression is not RE2, which has neither look-around nor back-references: "
                            + e.getMessage());
        }
    }

    Matcher matcher(String text) {
        CharSequence watched = Meter.current()
                .<CharSequence>map(meter -> new WatchedText(text, meter))
                .orElse(text);
        return pattern.matcher(watched);
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's signature
    public @Nullable Object call(Object input, List arguments) {
        return arguments.get(0) instanceof String text ? next(matcher(text)) : null;
    }

    /** The groups of a match, absent ones as empty texts. */
    static List<String> groups(Matcher matcher) {
        List<String> groups = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            String group = matcher.group(i);
            groups.add(group == null ? "" : group);
        }
        return groups;
    }

    private static @Nullable Map<String, Object> next(Matcher matcher) {
        if (!matcher.find()) {
            return null;
        }
        Jsonata.Fn0<@Nullable Map<String, Object>> next = () -> next(matcher);
        return Map.of(
                "match", matcher.group(),
                "start", matcher.start(),
                "end", matcher.end(),
                "groups", groups(matcher),
                "next", next);
    }
}
