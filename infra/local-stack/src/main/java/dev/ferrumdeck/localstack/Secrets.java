package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords that a stack makes for itself, each in a file that only its owner can read. */
final class Secrets {
    private Secrets() {}

    static String readOrMake(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Layout.writePrivate(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }
}
