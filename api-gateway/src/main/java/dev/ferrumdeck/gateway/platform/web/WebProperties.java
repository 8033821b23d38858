package dev.ferrumdeck.gateway.platform.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What every route shares.
 *
 * @param body the largest body; 1 MiB
 * @param largeBody the largest artifact and the largest result of a worker; 8 MiB
 * @param idempotencyTtl how long an {@code Idempotency-Key} is remembered; 24 h
 */
@ConfigurationProperties("ferrumdeck.web")
record WebProperties(
        @DefaultValue("1MB") DataSize body,
        @DefaultValue("8MB") DataSize largeBody,
        @DefaultValue("24h") Duration idempotencyTtl) {}
