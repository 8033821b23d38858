package dev.ferrumdeck.gateway.platform.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/** SQL of the table {@code idempotency_keys}. */
@Repository
class IdempotencyStore {
    /** A request that has been running for longer has died with its gateway. */
    private static final Duration ABANDONED = Duration.ofMinutes(5);

    private final JdbcClient jdbc;
    private final Duration ttl;

    IdempotencyStore(JdbcClient jdbc, WebProperties properties) {
        this.jdbc = jdbc;
        this.ttl = properties.idempotencyTtl();
    }

    /** A key and what it was used for: the route, and a digest over caller, address and body. */
    record Use(String tenantId, String key, String route, String sha256) {}

    /**
     * What was answered the first time.
     *
     * @param status null while the first request is being answered
     */
    record Kept(String sha256, @Nullable Integer status, Map<String, String> headers, String body) {}

    /** Whether this request is the first with its key; takes over those that are over time. */
    boolean begin(Use use) {
        return jdbc.sql("""
                        INSERT INTO idempotency_keys (tenant_id, key, route, body_sha256)
                        VALUES (:tenant, :key, :route, :sha256)
                        ON CONFLICT (tenant_id, key) DO UPDATE SET route = excluded.route,
                            body_sha256 = excluded.body_sha256, status = NULL, headers = NULL, response = NULL,
                            created_at = clock_timestamp()
                        WHERE idempotency_keys.created_at < clock_timestamp() - :ttl * interval '1 second'
                            OR (idempotency_keys.status IS NULL
                                AND idempotency_keys.body_sha256 = excluded.body_sha256
                                AND idempotency_keys.created_at
                                    < clock_timestamp() - :abandoned * interval '1 second')
                        """)
                        .param("tenant", use.tenantId())
                        .param("key", use.key())
                        .param("route", use.route())
                        .param("sha256", use.sha256())
                        .param("ttl", ttl.toSeconds())
                        .param("abandoned", ABANDONED.toSeconds())
                        .update()
                == 1;
    }

    Optional<Kept> find(String tenantId, String key) {
        return jdbc.sql("SELECT * FROM idempotency_keys WHERE tenant_id = :tenant AND key = :key")
                .param("tenant", tenantId)
                .param("key", key)
                .query((row, n) -> kept(row))
                .optional();
    }

    void keep(Use use, int status, Map<String, String> headers, String body) {
        jdbc.sql("""
                        UPDATE idempotency_keys SET status = :status, headers = :headers, response = :body
                        WHERE tenant_id = :tenant AND key = :key AND body_sha256 = :sha256
                        """)
                .param("tenant", use.tenantId())
                .param("key", use.key())
                .param("sha256", use.sha256())
                .param("status", status)
                .param("headers", Json.jsonb(headers))
                .param("body", body)
                .update();
    }

    /** The request had no effect: the next one with its key is the first again. */
    void forget(Use use) {
        jdbc.sql("DELETE FROM idempotency_keys WHERE tenant_id = :tenant AND key = :key AND status IS NULL")
                .param("tenant", use.tenantId())
                .param("key", use.key())
                .update();
    }

    int deleteOld() {
        return jdbc.sql(
                        "DELETE FROM idempotency_keys WHERE created_at < clock_timestamp() - :ttl * interval '1 second'")
                .param("ttl", ttl.toSeconds())
                .update();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        String headers = row.getString("headers");
        String body = row.getString("response");
        return new Kept(
                row.getString("body_sha256"),
                row.getObject("status", Integer.class),
                headers == null ? Map.of() : Json.read(headers, new TypeReference<Map<String, String>>() {}),
                body == null ? "" : body);
    }
}
