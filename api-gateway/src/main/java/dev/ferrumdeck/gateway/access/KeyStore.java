package dev.ferrumdeck.gateway.access;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of the table {@code api_keys}. */
@Repository
class KeyStore {
    private static final String COLUMNS =
            "id, name, roles, queues, created_at, created_by, expires_at, revoked_at, last_used_at";

    private final JdbcClient jdbc;

    KeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Idempotent by name. */
    String tenant(String id, String name) {
        jdbc.sql("INSERT INTO tenants (id, name) VALUES (:id, :name) ON CONFLICT (name) DO NOTHING")
                .param("id", id)
                .param("name", name)
                .update();
        return jdbc.sql("SELECT id FROM tenants WHERE name = :name")
                .param("name", name)
                .query(String.class)
                .single();
    }

    /** The id is the idempotency key. */
    ApiKey insert(String tenantId, KeyToken token, byte[] hmac, NewKey spec, String by) {
        List<String> queues = spec.queues() == null ? List.of() : spec.queues();
        return jdbc.sql("INSERT INTO api_keys (id, tenant_id, name, secret_hmac, roles, queues, created_by, expires_at)"
                        + " VALUES (:id, :tenant, :name, :hmac, :roles, :queues, :by,"
                        + " clock_timestamp() + CAST(:seconds AS bigint) * interval '1 second') RETURNING " + COLUMNS)
                .param("id", token.keyId())
                .param("tenant", tenantId)
                .param("name", spec.name())
                .param("hmac", hmac)
                .param("roles", spec.roles().toArray(new String[0]))
                .param("queues", queues.toArray(new String[0]))
                .param("by", by)
                .param("seconds", spec.expiresInSeconds())
                .query((row, n) -> key(row))
                .single();
    }

    Optional<ApiKey> find(String tenantId, String id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM api_keys WHERE tenant_id = :tenant AND id = :id")
                .param("tenant", tenantId)
                .param("id", id)
                .query((row, n) -> key(row))
                .optional();
    }

    List<ApiKey> list(String tenantId, @Nullable String before, int fetch) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM api_keys WHERE tenant_id = :tenant"
                        + " AND (CAST(:before AS text) IS NULL OR id < :before) ORDER BY id DESC LIMIT :fetch")
                .param("tenant", tenantId)
                .param("before", before)
                .param("fetch", fetch)
                .query((row, n) -> key(row))
                .list();
    }

    Optional<StoredKey> load(String id) {
        return jdbc.sql("SELECT tenant_id, secret_hmac, " + COLUMNS + " FROM api_keys WHERE id = :id")
                .param("id", id)
                .query((row, n) -> StoredKey.of(
                        row.getString("tenant_id"), key(row), HexFormat.of().formatHex(row.getBytes("secret_hmac"))))
                .optional();
    }

    /** Written at most once a minute and key, whatever asks for it. */
    void used(String id) {
        jdbc.sql("""
                        UPDATE api_keys SET last_used_at = clock_timestamp()
                        WHERE id = :id AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute')
                        """).param("id", id).update();
    }

    /** Idempotent: the first revocation stays. */
    boolean revoke(String tenantId, String id) {
        return jdbc.sql("""
                        UPDATE api_keys SET revoked_at = clock_timestamp()
                        WHERE tenant_id = :tenant AND id = :id AND revoked_at IS NULL
                        """).param("tenant", tenantId).param("id", id).update() == 1;
    }

    /** Never later than it expires already. */
    void expireIn(String id, long seconds) {
        jdbc.sql("""
                        UPDATE api_keys SET expires_at = least(expires_at, clock_timestamp() + :seconds * interval '1 second')
                        WHERE id = :id
                        """).param("id", id).param("seconds", seconds).update();
    }

    boolean otherAdminLeft(String tenantId, String id) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM api_keys WHERE tenant_id = :tenant AND id <> :id
                            AND 'admin' = ANY (roles) AND revoked_at IS NULL
                            AND (expires_at IS NULL OR expires_at > clock_timestamp()))
                        """)
                .param("tenant", tenantId)
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getString("id"),
                row.getString("name"),
                texts(row.getArray("roles")),
                texts(row.getArray("queues")),
                row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"),
                instant(row, "expires_at"),
                instant(row, "revoked_at"),
                instant(row, "last_used_at"));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
