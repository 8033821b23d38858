package dev.ferrumdeck.gateway.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Times of the sweep.
 *
 * @param interval between two passes
 * @param firstRing a ready attempt is rung for again after this long, then after twice as long each time
 * @param longestRing the longest time between two rings
 * @param outboxAge rows of the outbox older than this are delivered
 * @param startAge queued runs older than this are started
 * @param stalledAfter a run that does nothing and waits for nothing for this long is looked after
 * @param cancelAge a run that has not taken a cancel for this long is ended by the gateway
 * @param watchEvery how often the workflow of a quiet run is looked at
 */
@ConfigurationProperties("ferrumdeck.sweep")
record SweepProperties(
        @DefaultValue("1s") Duration interval,
        @DefaultValue("10s") Duration firstRing,
        @DefaultValue("60s") Duration longestRing,
        @DefaultValue("2s") Duration outboxAge,
        @DefaultValue("2s") Duration startAge,
        @DefaultValue("10s") Duration stalledAfter,
        @DefaultValue("3s") Duration cancelAge,
        @DefaultValue("60s") Duration watchEvery) {}
