package dev.ferrumdeck.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.erdtman.jcs.JsonCanonicalizer;

/** Digests over exact bytes and over canonical JSON (RFC 8785), so that every language computes the same ones. */
public final class Digests {
    private Digests() {}

    /** SHA-256 over the UTF-8 bytes of {@code text}. */
    public static byte[] sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** SHA-256 over {@code bytes}. */
    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** SHA-256 over the UTF-8 bytes of {@code text}, as 64 lower-case hexadecimal digits. */
    public static String sha256Hex(String text) {
        return HexFormat.of().formatHex(sha256(text));
    }

    /**
     * The canonical form of a JSON text after RFC 8785: keys sorted, no white space, numbers as IEEE doubles.
     *
     * @throws IllegalArgumentException when {@code json} is not an object or an array
     */
    public static String canonicalJson(String json) {
        try {
            return new JsonCanonicalizer(json).getEncodedString();
        } catch (IOException e) {
            throw new IllegalArgumentException("not canonicalisable JSON: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("not canonicalisable JSON: " + e.getMessage(), e);
        }
    }

    /** SHA-256, in hexadecimal, over the canonical form of a JSON object or array. */
    public static String canonicalSha256(String json) {
        return sha256Hex(canonicalJson(json));
    }
}
