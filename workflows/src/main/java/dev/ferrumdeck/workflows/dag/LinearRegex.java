package dev.ferrumdeck.workflows.dag;

import com.google.re2j.Pattern;
import com.networknt.schema.regex.RegularExpression;

/** Patterns of schemas, matched in linear time: schemas come from tool servers, values from models. */
final class LinearRegex implements RegularExpression {
    private final Pattern pattern;

    LinearRegex(String regex) {
        this.pattern = Pattern.compile(regex);
    }

    @Override
    public boolean matches(String value) {
        return pattern.matcher(value).find();
    }
}
