package dev.ferrumdeck.gateway.approvals;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may answer the questions of the platform.
 *
 * @param requesterMayDecide whether the key that started a run may decide its approvals; default false. For a local
 *     installation with one key only
 * @param trustTemporalSignals whether a vote that comes as a Temporal signal without a ticket counts; default false. It
 *     is recorded as the voter {@code temporal-signal}
 * @param ticketTtl how long a ticket for such a vote is good; default 10 minutes
 */
@ConfigurationProperties("ferrumdeck.approvals")
public record ApprovalsProperties(
        @DefaultValue("false") boolean requesterMayDecide,
        @DefaultValue("false") boolean trustTemporalSignals,
        @DefaultValue("10m") Duration ticketTtl) {
    public ApprovalsProperties {
        if (ticketTtl.isNegative() || ticketTtl.isZero()) {
            throw new IllegalArgumentException("ferrumdeck.approvals.ticket-ttl must be positive");
        }
    }
}
