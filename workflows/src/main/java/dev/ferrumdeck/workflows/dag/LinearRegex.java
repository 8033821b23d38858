package dev.ferrumdeck.workflows.dag;

import com.google.re2j.Pattern;
import com.networknt.schema.regex.RegularExpression;
import dev.ferrumdeck.policy.bounds.Meter;
import dev.ferrumdeck.policy.bounds.WatchedText;

/** Patterns of schemas, matched in linear time: schemas come from tool servers, values from models. */
final class LinearRegex implements RegularExpression {
    private static final int MAX_PROGRAM = 2_000;

    private final Pattern pattern;

    LinearRegex(String regex) {
        this.pattern = Pattern.compile(regex);
        if (pattern.programSize() > MAX_PROGRAM) {
            throw new IllegalArgumentException("the pattern '" + regex + "' is too large: it repeats too much");
        }
    }

    @Override
    public boolean matches(String value) {
        CharSequence watched = Meter.current()
                .<CharSequence>map(meter -> new WatchedText(value, meter))
                .orElse(value);
        return pattern.matcher(watched).find();
    }
}
