package dev.ferrumdeck.policy.spec;

import java.util.Collection;
import java.util.Comparator;

/** What somebody probably meant. */
final class Suggestion {
    private Suggestion() {}

    /** {@code " (did you mean 'x'?)"} with the word nearest to {@code text}, or "" when none is near. */
    static String of(String text, Collection<String> words) {
        return words.stream()
                .filter(word -> distance(text, word) <= (word.length() <= 4 ? 1 : 2))
                .min(Comparator.comparingInt(word -> distance(text, word)))
                .map(word -> " (did you mean '" + word + "'?)")
                .orElse("");
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
