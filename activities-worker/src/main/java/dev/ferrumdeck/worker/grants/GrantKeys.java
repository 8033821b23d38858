package dev.ferrumdeck.worker.grants;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.worker.http.GatewayAway;
import dev.ferrumdeck.worker.http.GatewayHttp;
import dev.ferrumdeck.worker.http.Patience;
import dev.ferrumdeck.worker.http.Reply;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's public keys, fetched when a grant names one that is not known yet. Safe to share. */
final class GrantKeys {
    private static final Logger log = LoggerFactory.getLogger(GrantKeys.class);

    /** Answer of {@code GET /v1/keys/grants}. */
    record KeyList(@JsonProperty("keys") List<Key> keys) {}

    /** One key: base64url of its X.509 SubjectPublicKeyInfo. */
    record Key(
            @JsonProperty("kid") String kid,
            @JsonProperty("public_key") String publicKey) {}

    private final GatewayHttp gateway;
    private volatile Map<String, PublicKey> known = Map.of();

    GrantKeys(GatewayHttp gateway) {
        this.gateway = gateway;
    }

    Optional<PublicKey> find(String kid, BooleanSupplier worthwhile) throws InterruptedException {
        PublicKey key = known.get(kid);
        if (key == null) {
            fetch(worthwhile);
            key = known.get(kid);
        }
        return Optional.ofNullable(key);
    }

    void fetchAhead() throws InterruptedException {
        try {
            fetch(() -> false);
        } catch (GatewayAway e) {
            log.warn("the gateway is not there yet: {}", e.getMessage());
        }
    }

    private void fetch(BooleanSupplier worthwhile) throws InterruptedException {
        Reply reply = Patience.send(() -> gateway.get("/v1/keys/grants"), worthwhile);
        if (!reply.ok()) {
            log.warn("no grant keys from the gateway: status {}; check FERRUMDECK_API_KEY", reply.status());
            return;
        }
        Map<String, PublicKey> fetched = new HashMap<>();
        for (Key key : reply.as(KeyList.class).keys()) {
            try {
                byte[] encoded = Base64.getUrlDecoder().decode(key.publicKey());
                fetched.put(
                        key.kid(), KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                log.warn("grant key {} is malformed and not used: {}", key.kid(), e.getMessage());
            }
        }
        known = Map.copyOf(fetched);
    }
}
