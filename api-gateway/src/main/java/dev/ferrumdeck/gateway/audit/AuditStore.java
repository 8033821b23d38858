package dev.ferrumdeck.gateway.audit;

import dev.ferrumdeck.gateway.platform.web.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of the table {@code audit_events}. */
@Repository
class AuditStore {
    private final JdbcClient jdbc;

    AuditStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a list is narrowed to; null is anything. */
    record Filter(
            @Nullable String action,
            @Nullable String actor,
            @Nullable String subject) {

        /** Columns and what they must be. */
        Map<String, String> conditions() {
            Map<String, String> conditions = new LinkedHashMap<>();
            put(conditions, "action", action);
            put(conditions, "actor", actor);
            put(conditions, "subject", subject);
            return conditions;
        }

        private static void put(Map<String, String> conditions, String column, @Nullable String value) {
            if (value != null) {
                conditions.put(column, value);
            }
        }
    }

    List<AuditEvent> list(String tenantId, Filter filter, @Nullable String before, int fetch) {
        StringBuilder sql = new StringBuilder("SELECT * FROM audit_events WHERE tenant_id = :tenant");
        Map<String, Object> parameters = new LinkedHashMap<>(Map.of("tenant", tenantId, "fetch", fetch));
        // only the conditions that are asked for, so that an index serves each
        filter.conditions().forEach((column, value) -> {
            sql.append(" AND ").append(column).append(" = :").append(column);
            parameters.put(column, value);
        });
        if (before != null) {
            sql.append(" AND id < :before");
            parameters.put("before", before);
        }
        sql.append(" ORDER BY id DESC LIMIT :fetch");
        return jdbc.sql(sql.toString())
                .params(parameters)
                .query((row, n) -> event(row))
                .list();
    }

    /** The chain in its order, from behind {@code seq}. */
    List<AuditEvent> chain(String tenantId, long seq, int fetch) {
        return jdbc.sql("""
            SELECT * FROM audit_events WHERE tenant_id = :tenant AND seq > :seq
            ORDER BY seq LIMIT :fetch
            """)
                .param("tenant", tenantId)
                .param("seq", seq)
                .param("fetch", fetch)
                .query((row, n) -> event(row))
                .list();
    }

    Optional<AuditEvent> head(String tenantId) {
        return jdbc.sql("""
            SELECT * FROM audit_events WHERE tenant_id = :tenant AND seq IS NOT NULL
            ORDER BY seq DESC LIMIT 1
            """)
                .param("tenant", tenantId)
                .query((row, n) -> event(row))
                .optional();
    }

    List<String> tenantsToSeal() {
        return jdbc.sql("SELECT DISTINCT tenant_id FROM audit_events WHERE seq IS NULL")
                .query(String.class)
                .list();
    }

    /** One sealer per tenant at a time; held until the transaction ends. */
    boolean tryLock(String tenantId) {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtextextended('audit:' || :tenant, 0))")
                .param("tenant", tenantId)
                .query(Boolean.class)
                .single();
    }

    List<AuditEvent> unsealed(String tenantId, int fetch) {
        return jdbc.sql("SELECT * FROM audit_events WHERE tenant_id = :tenant AND seq IS NULL ORDER BY id LIMIT :fetch")
                .param("tenant", tenantId)
                .param("fetch", fetch)
                .query((row, n) -> event(row))
                .list();
    }

    long countUnsealed(String tenantId) {
        return jdbc.sql("SELECT count(*) FROM audit_events WHERE tenant_id = :tenant AND seq IS NULL")
                .param("tenant", tenantId)
                .query(Long.class)
                .single();
    }

    /** Set once: the row must be unsealed. */
    void seal(AuditEvent event) {
        jdbc.sql("""
            UPDATE audit_events SET seq = :seq, previous_hash = :previous, hash = :hash
            WHERE id = :id AND seq IS NULL
            """)
                .param("id", event.id())
                .param("seq", event.seq())
                .param("previous", event.previousHash())
                .param("hash", event.hash())
                .update();
    }

    private static AuditEvent event(ResultSet row) throws SQLException {
        return new AuditEvent(
                row.getString("id"),
                row.getString("tenant_id"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                Json.tree(row.getString("detail")),
                row.getTimestamp("at").toInstant(),
                row.getObject("seq", Long.class),
                row.getString("previous_hash"),
                row.getString("hash"));
    }
}
