package dev.ferrumdeck.policy.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Something wrong in a specification or in a value.
 *
 * @param pointer JSON Pointer (RFC 6901) of the place; "" is the whole document
 * @param code stable name of the kind of fault, such as {@code missing}, {@code unknown-key}, {@code cycle}
 * @param message what is wrong and how to put it right
 */
public record Fault(
        @JsonProperty("pointer") String pointer,
        @JsonProperty("code") String code,
        @JsonProperty("message") String message) {

    /** The pointer of the child {@code key} of {@code pointer}. */
    public static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer of the element {@code index} of {@code pointer}. */
    public static String child(String pointer, int index) {
        return pointer + "/" + index;
    }
}
