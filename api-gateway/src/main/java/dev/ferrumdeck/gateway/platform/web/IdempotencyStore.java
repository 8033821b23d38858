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

/** SQL of the table {@code idempotency_keys}. A row is written with what its request made, in one transaction. */
@Repository
class IdempotencyStore {
    private final JdbcClient jdbc;
    private final Duration ttl;

    IdempotencyStore(JdbcClient jdbc, WebProperties properties) {
        this.jdbc = jdbc;
        this.ttl = properties.idempotencyTtl();
    }

    /** A key and what it is used for: the route, and a digest over caller, address and body. */
    record Use(String tenantId, String key, String route, String sha256) {}

    /**
     * What was answered the first time.
     *
     * @param body null where the answer holds a secret, or is given by what was made
     * @param made id of what was made, where the answer is given by it
     */
    record Kept(
            String sha256,
            int status,
            Map<String, String> headers,
            @Nullable String body,
            @Nullable String made) {}

    /** Whether no other request with this key is under way; held until the transaction ends, also by the gateway's death. */
    boolean lock(Use use) {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtextextended('once:' || :tenant || ':' || :key, 0))")
                .param("tenant", use.tenantId())
                .param("key", use.key())
                .query(Boolean.class)
                .single();
    }

    /** What was kept for a key, unless its time is over. */
    Optional<Kept> find(Use use) {
        return jdbc.sql("""
                        SELECT * FROM idempotency_keys WHERE tenant_id = :tenant AND key = :key AND status IS NOT NULL
                            AND created_at >= clock_timestamp() - :ttl * interval '1 millisecond'
                        """)
                .param("tenant", use.tenantId())
                .param("key", use.key())
                .param("ttl", ttl.toMillis())
                .query((row, n) -> kept(row))
                .optional();
    }

    /** Keeps an answer; in place of one whose time is over. */
    void keep(Use use, Kept answer) {
        jdbc.sql("""
                        INSERT INTO idempotency_keys (tenant_id, key, route, body_sha256, status, headers, response, made)
                        VALUES (:tenant, :key, :route, :sha256, :status, :headers, :body, :made)
                        ON CONFLICT (tenant_id, key) DO UPDATE SET route = excluded.route,
                            body_sha256 = excluded.body_sha256, status = excluded.status, headers = excluded.headers,
                            response = excluded.response, made = excluded.made, created_at = clock_timestamp()
                        """)
                .param("tenant", use.tenantId())
                .param("key", use.key())
                .param("route", use.route())
                .param("sha256", use.sha256())
                .param("status", answer.status())
                .param("headers", Json.jsonb(answer.headers()))
                .param("body", answer.body())
                .param("made", answer.made())
                .update();
    }

    int deleteOld() {
        return jdbc.sql(
                        "DELETE FROM idempotency_keys WHERE created_at < clock_timestamp() - :ttl * interval '1 millisecond'")
                .param("ttl", ttl.toMillis())
                .update();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        String headers = row.getString("headers");
        return new Kept(
                row.getString("body_sha256"),
                row.getInt("status"),
                headers == null ? Map.of() : Json.read(headers, new TypeReference<Map<String, String>>() {}),
                row.getString("response"),
                row.getString("made"));
    }
}
