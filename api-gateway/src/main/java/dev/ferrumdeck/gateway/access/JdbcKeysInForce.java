package dev.ferrumdeck.gateway.access;

import dev.ferrumdeck.gateway.platform.web.KeysInForce;
import java.util.Collection;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Asks the table of keys; the database's clock decides what has expired. */
@Component
class JdbcKeysInForce implements KeysInForce {
    private final JdbcClient jdbc;

    JdbcKeysInForce(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> valid(Collection<String> keyIds) {
        return jdbc.sql("""
            SELECT id FROM api_keys WHERE id = ANY(:keys)
                AND (revoked_at IS NULL OR revoked_at > clock_timestamp())
                AND (expires_at IS NULL OR expires_at > clock_timestamp())
            """)
                .param("keys", keyIds.toArray(String[]::new))
                .query(String.class)
                .set();
    }
}
