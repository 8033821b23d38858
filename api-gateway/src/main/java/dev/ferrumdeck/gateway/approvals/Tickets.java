package dev.ferrumdeck.gateway.approvals;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signed tickets that name the person behind a Temporal signal: {@code fdt_} + payload + {@code .} + HMAC-SHA256, both
 * base64url. The payload is {@code tenant|approval|key id|decision or nothing|expiry in epoch seconds}. Thread-safe.
 */
final class Tickets {
    private static final String PREFIX = "fdt_";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final byte[] secret;
    private final Clock clock;

    /**
     * What a ticket says.
     *
     * @param keyId the key it was issued to
     * @param decision the only decision it is good for, or null
     */
    record Ticket(
            String tenantId,
            String approvalId,
            String keyId,
            @Nullable Decision decision,
            Instant expiresAt) {}

    Tickets(byte[] secret, Clock clock) {
        this.secret = secret.clone();
        this.clock = clock;
    }

    String sign(Ticket ticket) {
        String decision = ticket.decision() == null ? "" : ticket.decision().wireName();
        String payload = String.join(
                "|",
                ticket.tenantId(),
                ticket.approvalId(),
                ticket.keyId(),
                decision,
                Long.toString(ticket.expiresAt().getEpochSecond()));
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return PREFIX + ENCODER.encodeToString(bytes) + "." + ENCODER.encodeToString(mac(bytes));
    }

    /** The ticket behind a token; empty when it is malformed, forged or too old. */
    Optional<Ticket> verify(String token) {
        int dot = token.indexOf('.');
        if (!token.startsWith(PREFIX) || dot < 0) {
            return Optional.empty();
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(token.substring(PREFIX.length(), dot));
            byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            return MessageDigest.isEqual(signature, mac(payload))
                    ? Optional.of(parse(new String(payload, StandardCharsets.UTF_8)))
                            .filter(it -> it.expiresAt().isAfter(clock.instant()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Ticket parse(String payload) {
        String[] parts = payload.split("\\|", -1);
        return new Ticket(
                parts[0],
                parts[1],
                parts[2],
                Decision.of(parts[3]).orElse(null),
                Instant.ofEpochSecond(Long.parseLong(parts[4])));
    }

    private byte[] mac(byte[] payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
        }
    }
}
