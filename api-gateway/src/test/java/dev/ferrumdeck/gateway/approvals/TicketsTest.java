package dev.ferrumdeck.gateway.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Tickets.Ticket TICKET =
            new Tickets.Ticket("ten_1", "apr_1", "key_1", Decision.APPROVE, NOW.plusSeconds(60));

    private static Tickets at(Instant time, String secret) {
        return new Tickets(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8), Clock.fixed(time, ZoneOffset.UTC));
    }

    @Test
    void a_ticket_comes_back_as_it_was_signed() {
        String token = at(NOW, "secret").sign(TICKET);

        assertThat(token).startsWith("fdt_");
        assertThat(at(NOW, "secret").verify(token)).contains(TICKET);
    }

    @Test
    void a_ticket_ends_with_its_time() {
        String token = at(NOW, "secret").sign(TICKET);

        assertThat(at(NOW.plusSeconds(59), "secret").verify(token)).isPresent();
        assertThat(at(NOW.plusSeconds(60), "secret").verify(token)).isEmpty();
    }

    @Test
    void a_ticket_of_another_secret_is_none() {
        assertThat(at(NOW, "other").verify(at(NOW, "secret").sign(TICKET))).isEmpty();
    }

    @Test
    void a_changed_byte_anywhere_makes_it_none() {
        String token = at(NOW, "secret").sign(TICKET);
        for (int i = 4; i < token.length() - 1; i++) {
            char changed = token.charAt(i) == 'A' ? 'B' : 'A';
            String forged = token.substring(0, i) + changed + token.substring(i + 1);
            assertThat(at(NOW, "secret").verify(forged)).as("byte %s", i).isEmpty();
        }
    }

    @Test
    void nonsense_is_no_ticket() {
        for (String nonsense : new String[] {"", ".", "fdt_", "fdt_.", "fdt_a.b", "fdt_!!.!!", "x"}) {
            assertThat(at(NOW, "secret").verify(nonsense)).as(nonsense).isEmpty();
        }
    }
}
