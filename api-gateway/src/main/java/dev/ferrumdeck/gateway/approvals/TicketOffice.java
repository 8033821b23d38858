package dev.ferrumdeck.gateway.approvals;

import dev.ferrumdeck.gateway.platform.secrets.ServerSecrets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Issues tickets, and turns them back into the person they name, with the roles that this person has now. The signing
 * secret is one of the installation's, so any gateway takes a ticket of any other.
 */
@Component
class TicketOffice {
    private static final String SECRET = "approval-tickets";

    private final JdbcClient jdbc;
    private final ServerSecrets secrets;
    private final Clock clock;
    private final ApprovalsProperties properties;

    TicketOffice(JdbcClient jdbc, ServerSecrets secrets, ObjectProvider<Clock> clock, ApprovalsProperties properties) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.clock = clock.getIfAvailable(Clock::systemUTC);
        this.properties = properties;
    }

    /** A new ticket. */
    record Issued(String token, Instant expiresAt) {}

    Issued issue(Approval approval, Voter voter, @Nullable Decision decision) {
        Instant expiresAt = clock.instant().plus(properties.ticketTtl());
        Tickets.Ticket ticket =
                new Tickets.Ticket(approval.subject().tenantId(), approval.id(), voter.id(), decision, expiresAt);
        return new Issued(tickets().sign(ticket), expiresAt);
    }

    /** Who may vote with this token; empty when it is not good for that vote, or the key is no longer good. */
    Optional<Voter> redeem(String token, String tenantId, String approvalId, Decision decision) {
        return tickets()
                .verify(token)
                .filter(it -> it.tenantId().equals(tenantId) && it.approvalId().equals(approvalId))
                .filter(it -> it.decision() == null || it.decision() == decision)
                .flatMap(it -> voter(tenantId, it.keyId()));
    }

    private Optional<Voter> voter(String tenantId, String keyId) {
        return jdbc.sql("""
            SELECT name, principal, roles FROM api_keys
            WHERE id = :id AND tenant_id = :tenant AND revoked_at IS NULL
                AND (expires_at IS NULL OR expires_at > clock_timestamp())
            """)
                .param("id", keyId)
                .param("tenant", tenantId)
                .query((row, number) -> new Voter(
                        keyId,
                        row.getString("principal"),
                        row.getString("name"),
                        Set.of((String[]) row.getArray("roles").getArray()),
                        Voter.VIA_TEMPORAL))
                .optional();
    }

    private Tickets tickets() {
        return new Tickets(secrets.random32(SECRET), clock);
    }
}
