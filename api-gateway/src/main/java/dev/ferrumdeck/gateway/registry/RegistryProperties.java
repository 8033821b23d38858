package dev.ferrumdeck.gateway.registry;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The registry.
 *
 * @param pricesFile {@code FERRUMDECK_PRICES_FILE}: prices of your own, as JSON in the form of {@code GET /v1/prices}
 *     ({@code models}); they override the table. None by default
 */
@ConfigurationProperties("ferrumdeck.registry")
record RegistryProperties(@Nullable Path pricesFile) {}
