package dev.ferrumdeck.worker.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The health endpoint.
 *
 * @param port where {@code GET /health} answers, on the loopback address only; 0: nowhere; FERRUMDECK_WORKER_HEALTH_PORT
 */
@ConfigurationProperties("ferrumdeck.health")
public record HealthSettings(@DefaultValue("0") int port) {}
