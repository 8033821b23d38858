package dev.ferrumdeck.contracts.values;

/**
 * Something in a value that cannot be kept, or not exactly.
 *
 * @param pointer JSON Pointer (RFC 6901) of the place; "" is the whole value
 * @param message what is wrong there, and what would be right
 */
public record Flaw(String pointer, String message) {
    static String child(String pointer, String key) {
        return pointer + "/" + SafeText.of(key, 100).replace("~", "~0").replace("/", "~1");
    }

    static String child(String pointer, int index) {
        return pointer + "/" + index;
    }
}
