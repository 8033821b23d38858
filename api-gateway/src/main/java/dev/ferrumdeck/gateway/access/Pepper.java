package dev.ferrumdeck.gateway.access;

import dev.ferrumdeck.gateway.platform.secrets.ServerSecrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** HMAC-SHA256 of secrets with the installation's pepper: a stolen table of keys opens nothing. Thread-safe. */
@Component
class Pepper {
    private final SecretKeySpec key;

    Pepper(ServerSecrets secrets) {
        this.key = new SecretKeySpec(secrets.random32("pepper"), "HmacSHA256");
    }

    byte[] hash(KeyToken token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal((token.keyId() + ":" + token.secret()).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
        }
    }

    /** Takes the same time for every wrong answer. */
    boolean matches(KeyToken token, String storedHex) {
        return MessageDigest.isEqual(hash(token), HexFormat.of().parseHex(storedHex));
    }
}
