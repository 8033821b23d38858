package dev.ferrumdeck.gateway.journal;

import org.jspecify.annotations.Nullable;

/** Lines for people. */
final class Texts {
    private static final int LONGEST = 200;

    private Texts() {}

    /** The text as one line of at most 200 characters. */
    static String oneLine(@Nullable String text) {
        String line = text == null ? "" : text.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
