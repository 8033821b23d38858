package dev.ferrumdeck.contracts.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with values, for doors that refuse: what people ask for, and arguments of tools. */
public final class Flaws {
    /**
     * How deep values may be. Parsers take 500 to 1,000 levels, and values are wrapped after they were accepted: in outputs
     * of maps, scopes, inputs of decisions, journals. So there is room.
     */
    public static final int MAX_DEPTH = 128;

    /** The largest whole number that every program keeps exactly (RFC 8785, RFC 7493): 2^53 - 1. */
    public static final long MAX_EXACT = (1L << 53) - 1;

    private static final int MOST = 20;
    private static final int LONGEST_NUMBER = 30;

    private final boolean exact;
    private final List<Flaw> found = new ArrayList<>();

    private Flaws(boolean exact) {
        this.exact = exact;
    }

    /** What cannot be kept: U+0000, halves of surrogate pairs, more than {@link #MAX_DEPTH} levels, numbers out of range. */
    public static List<Flaw> of(@Nullable Object json) {
        Flaws flaws = new Flaws(false);
        flaws.look(json, "", 0);
        return flaws.found;
    }

    /**
     * The same, and numbers that a digest could not tell from their neighbours: canonical JSON has IEEE doubles, so
     * 9007199254740993 would be 9007199254740992 there.
     */
    public static List<Flaw> ofExact(@Nullable Object json) {
        Flaws flaws = new Flaws(true);
        flaws.look(json, "", 0);
        return flaws.found;
    }

    private void look(@Nullable Object value, String pointer, int depth) {
        if (found.size() >= MOST) {
            return;
        }
        if (isTooDeep(value, depth)) {
            add(pointer, "nested deeper than " + MAX_DEPTH + " levels");
        } else if (value instanceof String text) {
            text(text, pointer);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> {
                String place = Flaw.child(pointer, String.valueOf(key));
                text(String.valueOf(key), place);
                look(item, place, depth + 1);
            });
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size() && found.size() < MOST; i++) {
                look(list.get(i), Flaw.child(pointer, i), depth + 1);
            }
        } else if (value instanceof Number number) {
            number(number, pointer);
        }
    }

    static boolean isTooDeep(@Nullable Object value, int depth) {
        return depth >= MAX_DEPTH && (value instanceof Map || value instanceof List);
    }

    private void text(String text, String pointer) {
        int flaw = SafeText.firstFlaw(text);
        if (flaw >= 0) {
            add(pointer, "holds " + SafeText.describe(text, flaw) + ", at character " + (flaw + 1) + ": take it out");
        }
    }

    private void number(Number number, String pointer) {
        if (!isFinite(number)) {
            add(pointer, "a number beyond what a double holds (about 1.8e308): send it as a text");
        } else if (exact && !isExact(number)) {
            add(
                    pointer,
                    SafeText.of(number.toString(), LONGEST_NUMBER)
                            + " is not exact in every program: whole numbers go up to " + MAX_EXACT
                            + " and decimals to 15 to 17 digits; send it as a text");
        }
    }

    private void add(String pointer, String message) {
        found.add(new Flaw(pointer, message));
    }

    /** Whether a number is one for a double: no infinity, no NaN, no {@code 1e400}. */
    static boolean isFinite(Number number) {
        // an exponent of a billion is looked at, never written out
        return Double.isFinite(number.doubleValue());
    }

    /** Whether a number is the same after it has been a double. */
    static boolean isExact(Number number) {
        if (number instanceof BigInteger big) {
            return big.bitLength() <= 53 && Math.abs(big.longValue()) <= MAX_EXACT;
        }
        if (number instanceof BigDecimal decimal) {
            return isExact(decimal);
        }
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            return value != Math.rint(value) || Math.abs(value) <= MAX_EXACT;
        }
        return number.longValue() >= -MAX_EXACT && number.longValue() <= MAX_EXACT;
    }

    private static boolean isExact(BigDecimal decimal) {
        double value = decimal.doubleValue();
        boolean survives = Double.isFinite(value) && new BigDecimal(Double.toString(value)).compareTo(decimal) == 0;
        return survives && (value != Math.rint(value) || Math.abs(value) <= MAX_EXACT);
    }
}
