package dev.ferrumdeck.gateway.access;

import dev.ferrumdeck.gateway.platform.web.Ids;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of an API key: {@code fd_live_<id>_<secret>}. The secret is 43 random base-62 characters and 6 of checksum,
 * so that a typing error is told without the database and scanners find leaked keys by {@code
 * fd_live_[0-9A-Z]{26}_[0-9A-Za-z]{49}}.
 *
 * @param keyId {@code key_<id>}
 * @param secret what is hashed; never stored
 */
record KeyToken(String keyId, String secret) {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern FORM = Pattern.compile("fd_live_([0-9A-Z]{26})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})");

    static KeyToken fresh(SecureRandom random) {
        StringBuilder secret = new StringBuilder(43);
        for (int i = 0; i < 43; i++) {
            secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new KeyToken(Ids.next("key"), secret.toString());
    }

    /** Empty when it is not the text of a key at all. */
    static Optional<KeyToken> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        KeyToken token = new KeyToken("key_" + matcher.group(1), matcher.group(2));
        return token.checksum().equals(matcher.group(3)) ? Optional.of(token) : Optional.empty();
    }

    /** As it is shown, once. */
    String text() {
        return body() + checksum();
    }

    private String body() {
        return "fd_live_" + keyId.substring("key_".length()) + "_" + secret;
    }

    private String checksum() {
        CRC32 crc = new CRC32();
        crc.update(body().getBytes(StandardCharsets.US_ASCII));
        char[] digits = new char[6];
        long rest = crc.getValue();
        for (int i = 5; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(digits);
    }

    @Override
    public String toString() {
        return "KeyToken[" + keyId + "]";
    }
}
