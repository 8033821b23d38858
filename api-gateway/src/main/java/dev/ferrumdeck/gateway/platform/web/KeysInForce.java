package dev.ferrumdeck.gateway.platform.web;

import java.util.Collection;
import java.util.Set;

/** For answers that go on after the request was authorised. Implemented where keys are. */
public interface KeysInForce {

    /** Those of the keys that are neither revoked nor expired. */
    Set<String> valid(Collection<String> keyIds);
}
