package dev.ferrumdeck.gateway.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Base64;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/keys/grants}: the public keys that workers check grants with. */
@RestController
class GrantKeysController {
    private final GrantKeys keys;

    GrantKeysController(GrantKeys keys) {
        this.keys = keys;
    }

    @GetMapping("/v1/keys/grants")
    PublicKeys list() {
        GrantKeys.Loaded key = keys.current();
        String encoded = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.pair().getPublic().getEncoded());
        return new PublicKeys(List.of(new GrantPublicKey(key.kid(), "Ed25519", encoded)));
    }

    record PublicKeys(@JsonProperty("keys") List<GrantPublicKey> keys) {}

    /**
     * A public key.
     *
     * @param publicKey X.509 SubjectPublicKeyInfo (DER) in base64url without padding
     */
    record GrantPublicKey(
            @JsonProperty("kid") String kid,
            @JsonProperty("algorithm") String algorithm,
            @JsonProperty("public_key") String publicKey) {}
}
