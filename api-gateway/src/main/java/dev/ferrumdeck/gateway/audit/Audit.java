package dev.ferrumdeck.gateway.audit;

import dev.ferrumdeck.gateway.platform.web.Ids;
import dev.ferrumdeck.gateway.platform.web.Json;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Records events. Thread-safe. */
@Component
public class Audit {
    private final JdbcClient jdbc;

    public Audit(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Records an event in the current transaction: it is there if and only if what it tells of is.
     *
     * @param actor id of a key, or {@code system}
     * @param action what happened, such as {@code key.created}
     * @param subject id or name of what it happened to
     * @param detail values of JSON only; never a secret
     */
    public void record(String tenantId, String actor, String action, String subject, Map<String, ?> detail) {
        jdbc.sql("""
                        INSERT INTO audit_events (id, tenant_id, actor, action, subject, detail)
                        VALUES (:id, :tenant, :actor, :action, :subject, :detail)
                        """)
                .param("id", Ids.next("aud"))
                .param("tenant", tenantId)
                .param("actor", actor)
                .param("action", action)
                .param("subject", subject)
                .param("detail", Json.jsonb(detail))
                .update();
    }
}
