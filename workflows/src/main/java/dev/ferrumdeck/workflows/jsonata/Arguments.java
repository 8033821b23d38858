package dev.ferrumdeck.workflows.jsonata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of a call, validated by its signature; those that were left away are null. */
record Arguments(List<?> list) {
    @Nullable
    Object at(int index) {
        return index < list.size() ? list.get(index) : null;
    }

    @Nullable
    String text(int index) {
        return at(index) instanceof String text ? text : null;
    }

    @Nullable
    Number number(int index) {
        return at(index) instanceof Number number ? number : null;
    }

    /** A count that may be left away. */
    int limit(int index, String what) {
        Number number = number(index);
        if (number == null) {
            return Integer.MAX_VALUE;
        }
        if (number.doubleValue() < 0) {
            throw new IllegalArgumentException(what + " must be a positive number");
        }
        return number.intValue();
    }
}
