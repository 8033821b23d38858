package dev.ferrumdeck.gateway.attempts;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Times of leases.
 *
 * @param ttl how long a lease holds without a renewal
 */
@ConfigurationProperties("ferrumdeck.lease")
record LeaseTimes(@DefaultValue("30s") Duration ttl) {}
