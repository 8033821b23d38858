package dev.ferrumdeck.contracts.values;

import java.util.Locale;

/**
 * Texts that every part can keep: without U+0000, which PostgreSQL has no room for, and without halves of surrogate pairs,
 * which are no Unicode.
 */
public final class SafeText {
    /** Stands in the place of what cannot be kept. */
    public static final char REPLACEMENT = '\uFFFD';

    private SafeText() {}

    /** Whether {@code text} can be kept as it is. */
    public static boolean isSafe(CharSequence text) {
        return firstFlaw(text) < 0;
    }

    /** The index of the first character that cannot be kept; -1 when all can. */
    public static int firstFlaw(CharSequence text) {
        return nextFlaw(text, 0);
    }

    private static int nextFlaw(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return i;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /** {@code text} with U+FFFD for each character that cannot be kept. */
    public static String of(String text) {
        int flaw = firstFlaw(text);
        if (flaw < 0) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text);
        for (; flaw >= 0; flaw = nextFlaw(safe, flaw + 1)) {
            safe.setCharAt(flaw, REPLACEMENT);
        }
        return safe.toString();
    }

    /** {@link #of} with at most {@code length} characters, the last of which says that some are missing. */
    public static String of(String text, int length) {
        if (text.length() <= length) {
            return of(text);
        }
        boolean splits = Character.isHighSurrogate(text.charAt(length - 2));
        return of(text.substring(0, splits ? length - 2 : length - 1)) + "…";
    }

    /** What stands at {@code index}, in words: {@code U+0000}, {@code U+D800, half of a surrogate pair}. */
    static String describe(CharSequence text, int index) {
        char c = text.charAt(index);
        return c == 0
                ? "U+0000"
                : "U+" + Integer.toHexString(c).toUpperCase(Locale.ROOT) + ", half of a surrogate pair";
    }
}
