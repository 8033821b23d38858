package dev.ferrumdeck.contracts;

import dev.ferrumdeck.contracts.wire.SignedGrant;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/** Ed25519 signatures over grants. Source: the worker protocol, "Grants". */
public final class GrantSignatures {
    private static final String ALGORITHM = "Ed25519";

    private GrantSignatures() {}

    /** Signs the JSON of a grant with the key {@code kid}; the payload of the answer is its canonical form. */
    public static SignedGrant sign(String kid, PrivateKey key, String grantJson) {
        String payload = Digests.canonicalJson(grantJson);
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(payload.getBytes(StandardCharsets.UTF_8));
            return new SignedGrant(
                    kid, payload, Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with key " + kid, e);
        }
    }

    /** Whether the signature of {@code grant} is that of {@code key} over its payload; false for anything malformed. */
    public static boolean verify(SignedGrant grant, PublicKey key) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(grant.payload().getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getUrlDecoder().decode(grant.signature()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
