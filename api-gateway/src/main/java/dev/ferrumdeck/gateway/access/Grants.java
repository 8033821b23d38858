package dev.ferrumdeck.gateway.access;

import dev.ferrumdeck.contracts.GrantSignatures;
import dev.ferrumdeck.contracts.wire.Grant;
import dev.ferrumdeck.contracts.wire.SignedGrant;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Signs grants. Thread-safe. */
@Service
public class Grants {
    private final GrantKeys keys;
    private final JsonMapper json;

    Grants(GrantKeys keys, JsonMapper json) {
        this.keys = keys;
        this.json = json;
    }

    /** Signs the permission for one attempt with the key in use. */
    public SignedGrant sign(Grant grant) {
        GrantKeys.Loaded key = keys.current();
        return GrantSignatures.sign(key.kid(), key.pair().getPrivate(), json.writeValueAsString(grant));
    }
}
