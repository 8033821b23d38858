package dev.ferrumdeck.gateway.journal;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Times of dispatch.
 *
 * @param queueAllowance how long an attempt may wait for a worker
 * @param modelTimeout how long a model call may take, unless its step says otherwise
 */
@ConfigurationProperties("ferrumdeck.dispatch")
record DispatchTimes(
        @DefaultValue("15m") Duration queueAllowance,
        @DefaultValue("2m") Duration modelTimeout) {}
