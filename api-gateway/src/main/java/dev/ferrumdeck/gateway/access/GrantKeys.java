package dev.ferrumdeck.gateway.access;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.gateway.platform.secrets.ServerSecrets;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The Ed25519 key pair of the installation: made once, by whichever gateway comes first. Thread-safe. */
@Component
class GrantKeys {
    private static final String NAME = "grant-signing-key";
    private static final String ALGORITHM = "Ed25519";

    private final ServerSecrets secrets;
    private volatile @Nullable Loaded loaded;

    GrantKeys(ServerSecrets secrets) {
        this.secrets = secrets;
    }

    /** The key pair with its id; read or made at the first use. */
    Loaded current() {
        Loaded known = loaded;
        if (known != null) {
            return known;
        }
        byte[] stored = secrets.get(NAME, () -> encode(generate()));
        Loaded read = decode(stored);
        loaded = read;
        return read;
    }

    /**
     * A key pair in use.
     *
     * @param kid the first 16 hexadecimal digits of the public key's SHA-256
     */
    record Loaded(String kid, KeyPair pair) {}

    private static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    /** Length of the private key, private key (PKCS #8), public key (X.509). */
    private static byte[] encode(KeyPair pair) {
        byte[] secret = pair.getPrivate().getEncoded();
        byte[] open = pair.getPublic().getEncoded();
        return ByteBuffer.allocate(4 + secret.length + open.length)
                .putInt(secret.length)
                .put(secret)
                .put(open)
                .array();
    }

    private static Loaded decode(byte[] stored) {
        ByteBuffer buffer = ByteBuffer.wrap(stored);
        byte[] secret = new byte[buffer.getInt()];
        buffer.get(secret);
        byte[] open = new byte[buffer.remaining()];
        buffer.get(open);
        try {
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            KeyPair pair = new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(open)),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(secret)));
            return new Loaded(HexFormat.of().formatHex(Digests.sha256(open)).substring(0, 16), pair);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the stored grant key is unreadable", e);
        }
    }
}
