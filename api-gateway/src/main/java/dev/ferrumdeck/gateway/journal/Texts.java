package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.values.SafeText;
import org.jspecify.annotations.Nullable;

/** Lines for people. */
final class Texts {
    private static final int LONGEST = 200;
    private static final int LONGEST_TOLD = 8_000;

    private Texts() {}

    /** The text, cut where it is longer than anybody reads, without what PostgreSQL does not keep. */
    static String clipped(String text) {
        String kept = SafeText.of(String.valueOf(text));
        return kept.length() <= LONGEST_TOLD ? kept : kept.substring(0, LONGEST_TOLD) + "…";
    }

    /** The text as one line of at most 200 characters. */
    static String oneLine(@Nullable String text) {
        String line = text == null ? "" : clipped(text).replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
