package dev.ferrumdeck.gateway.access;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A key that has just been made.
 *
 * @param key the whole key; shown this once and never again
 */
record CreatedKey(
        @JsonProperty("api_key") ApiKey apiKey,
        @JsonProperty("key") String key) {
    @Override
    public String toString() {
        return "CreatedKey[" + apiKey.id() + "]";
    }
}
