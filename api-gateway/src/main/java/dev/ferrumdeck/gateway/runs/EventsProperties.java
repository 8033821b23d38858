package dev.ferrumdeck.gateway.runs;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The event streams.
 *
 * @param poll how often the journals of all watched runs are looked at, together; default 100 ms
 * @param heartbeat how often a still stream says that it lives; default 15 s
 * @param retry what clients are told to wait before they connect again; default 2 s
 * @param streams how many streams one gateway serves at most; default 500
 */
@ConfigurationProperties("ferrumdeck.events")
public record EventsProperties(
        @DefaultValue("100ms") Duration poll,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("2s") Duration retry,
        @DefaultValue("500") int streams) {}
