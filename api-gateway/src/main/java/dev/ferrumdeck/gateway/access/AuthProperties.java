package dev.ferrumdeck.gateway.access;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * API keys.
 *
 * @param bootstrapDir {@code FERRUMDECK_BOOTSTRAP_DIR}: where admin.key and worker.key are made at the start; none by
 *     default
 * @param keyCacheTtl how long a key that was looked up is believed, so also how long a revocation may take to reach
 *     other replicas; 2 s
 * @param openMetrics whether {@code /metrics} needs no key; false
 */
@ConfigurationProperties("ferrumdeck.auth")
record AuthProperties(
        @Nullable Path bootstrapDir,
        @DefaultValue("2s") Duration keyCacheTtl,
        @DefaultValue("false") boolean openMetrics) {}
