package dev.ferrumdeck.policy;

/**
 * A pattern in which {@code *} stands for any characters, also none.
 *
 * @param pattern the source
 */
record Glob(String pattern) {

    boolean isExact() {
        return pattern.indexOf('*') < 0;
    }

    /** What every match begins with. */
    String prefix() {
        int star = pattern.indexOf('*');
        return star < 0 ? pattern : pattern.substring(0, star);
    }

    /** Greedy with one step back: linear for what people write, never exponential. */
    boolean matches(String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
