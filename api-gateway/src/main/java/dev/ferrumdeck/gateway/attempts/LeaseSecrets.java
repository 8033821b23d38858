package dev.ferrumdeck.gateway.attempts;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes lease ids: 128 random bits, so that only who claimed can renew and report. Thread-safe. */
final class LeaseSecrets {
    private static final int BYTES = 16;

    private final SecureRandom random = new SecureRandom();

    String fresh() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return "lse_" + HexFormat.of().formatHex(bytes);
    }
}
