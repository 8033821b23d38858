package dev.ferrumdeck.gateway.platform.web;

import dev.ferrumdeck.gateway.platform.secrets.ServerSecrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** Makes cursors opaque, unforgeable and good for one list: 16 bytes of HMAC-SHA256, then the id. Thread-safe. */
@Component
class CursorSigner {
    private static final int TAG = 16;
    private final SecretKeySpec key;

    CursorSigner(ServerSecrets secrets) {
        this.key = new SecretKeySpec(secrets.random32("cursor"), "HmacSHA256");
    }

    /** @param list the address of the list, without its query */
    String sign(String list, String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(tag(list, text), TAG + text.length);
        System.arraycopy(text, 0, all, TAG, text.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /**
     * The id in a cursor.
     *
     * @throws ApiException when it is not one of ours, or of another list
     */
    String verify(String list, String cursor) {
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        if (all.length <= TAG) {
            throw refused();
        }
        byte[] text = Arrays.copyOfRange(all, TAG, all.length);
        if (!MessageDigest.isEqual(tag(list, text), Arrays.copyOf(all, TAG))) {
            throw refused();
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private byte[] tag(String list, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((list + "\n").getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(text), TAG);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
        }
    }

    private static ApiException refused() {
        return ApiException.invalid(
                "The cursor is not one that this server gave for this list; begin again without it.");
    }
}
