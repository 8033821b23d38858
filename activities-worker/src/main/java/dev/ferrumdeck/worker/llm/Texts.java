package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.worker.settings.Secret;
import java.util.List;
import java.util.regex.Pattern;

/** What may be said of texts that came from outside. */
final class Texts {
    private static final int LONGEST_QUOTE = 500;
    private static final Pattern LOOKS_LIKE_A_KEY = Pattern.compile("\\b(sk|pk|key)-[A-Za-z0-9_*-]{6,}");
    /** A shorter one would be found in every other word. */
    private static final int SHORTEST_SECRET = 8;

    private Texts() {}

    /** The text with what no JSON store takes, NUL and halves of surrogate pairs, as U+FFFD. */
    static String whole(String text) {
        StringBuilder changed = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == '\0' || Character.isSurrogate(c)) {
                changed = changed == null ? new StringBuilder(text) : changed;
                changed.setCharAt(i, '\uFFFD');
            }
        }
        return changed == null ? text : changed.toString();
    }

    /** A quotation for an error message: short, on one line, without secrets. */
    static String quote(String text, List<Secret> secrets) {
        String quoted = text;
        for (Secret secret : secrets) {
            if (secret.reveal().length() >= SHORTEST_SECRET) {
                quoted = quoted.replace(secret.reveal(), "***");
            }
        }
        quoted = LOOKS_LIKE_A_KEY.matcher(whole(quoted)).replaceAll("***");
        return cut(quoted.replaceAll("\\s+", " ").strip(), LONGEST_QUOTE);
    }

    /** At most that many characters, and no half of a pair at the end. */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "...";
    }
}
