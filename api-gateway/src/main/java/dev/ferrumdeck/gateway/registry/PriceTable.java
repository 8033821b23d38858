package dev.ferrumdeck.gateway.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.workflows.dag.PriceSpec;
import java.util.Map;

/**
 * Prices of models.
 *
 * @param source where they come from
 * @param sourceVersion which state of it
 * @param models by {@code provider/name}
 */
record PriceTable(
        @JsonProperty("source") String source,
        @JsonProperty("source_version") String sourceVersion,
        @JsonProperty("models") Map<String, PriceSpec> models) {
    PriceTable {
        source = source == null ? "file" : source;
        sourceVersion = sourceVersion == null ? "" : sourceVersion;
        models = Map.copyOf(models);
    }
}
