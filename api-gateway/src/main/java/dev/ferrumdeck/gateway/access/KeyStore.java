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
            "id, name, principal, roles, queues, created_at, created_by, expires_at, revoked_at, last_used_at";

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
    ApiKey insert(String tenantId, KeyToken token, byte[] hmac, NewKey spec, String by, @Nullable Instant expires) {
        List<String> queues = spec.queues() == null ? List.of() : spec.queues();
        return jdbc.sql("INSERT INTO api_keys (id, tenant_id, name, principal, secret_hmac, roles, queues, created_by,"
                        + " expires_at) VALUES (:id, :tenant, :name, :principal, :hmac, :roles, :queues, :by,"
                        + " coalesce(CAST(:expires AS timestamptz), clock_timestamp() + CAST(:seconds AS bigint) *"
                        + " interval '1 second')) RETURNING "
                        + COLUMNS)
                .param("id", token.keyId())
                .param("tenant", tenantId)
                .param("name", spec.name())
                .param("principal", spec.principal() == null ? token.keyId() : spec.principal())
                .param("hmac", hmac)
                .param("roles", spec.roles().toArray(new String[0]))
                .param("queues", queues.toArray(new String[0]))
                .param("by", by)
                .param("expires", expires == null ? null : Timestamp.from(expires))
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

    /**
     * Whether another admin key lives at least as long as this one. Until the transaction ends no other one of the tenant
     * asks: two admins who revoke each other at the same time do not both succeed.
     */
    boolean otherAdminLeft(String tenantId, String id) {
        jdbc.sql("SELECT id FROM tenants WHERE id = :tenant FOR NO KEY UPDATE")
                .param("tenant", tenantId)
                .query(String.class)
                .single();
        return jdbc.sql("""
            SELECT EXISTS (SELECT 1 FROM api_keys o, api_keys k
                WHERE k.tenant_id = :tenant AND k.id = :id AND o.tenant_id = :tenant AND o.id <> :id
                    AND 'admin' = ANY (o.roles) AND o.revoked_at IS NULL
                    AND coalesce(o.expires_at, 'infinity') > clock_timestamp()
                    AND coalesce(o.expires_at, 'infinity') >= coalesce(k.expires_at, 'infinity'))
            """)
                .param("tenant", tenantId)
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    /** Whether a key of the tenant has this principal. */
    boolean hasPrincipal(String tenantId, String principal) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM api_keys WHERE tenant_id = :tenant AND principal = :principal)")
                .param("tenant", tenantId)
                .param("principal", principal)
                .query(Boolean.class)
                .single();
    }

    /** The newest key that the installation itself has made under that name. */
    Optional<ApiKey> newestOf(String tenantId, String by, String name) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM api_keys WHERE tenant_id = :tenant AND created_by = :by"
                        + " AND name = :name ORDER BY id DESC LIMIT 1")
                .param("tenant", tenantId)
                .param("by", by)
                .param("name", name)
                .query((row, n) -> key(row))
                .optional();
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getString("id"),
                row.getString("name"),
                row.getString("principal"),
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
