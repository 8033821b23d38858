package dev.ferrumdeck.gateway.registry;

import dev.ferrumdeck.gateway.platform.web.Ids;
import dev.ferrumdeck.gateway.platform.web.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of the registry's tables: four pairs of the same shape. */
@Repository
class VersionStore {
    private final JdbcClient jdbc;

    VersionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param version null is the newest */
    Optional<Stored> find(Kind kind, String tenantId, String name, @Nullable Integer version) {
        return jdbc.sql(select(kind)
                        + " WHERE r.tenant_id = :tenant AND r.name = :name"
                        + " AND v.version = coalesce(CAST(:version AS int), r.latest)")
                .param("tenant", tenantId)
                .param("name", name)
                .param("version", version)
                .query((row, n) -> stored(row))
                .optional();
    }

    /** The newest version of each that is not retired, newest things first. */
    List<Stored> list(Kind kind, String tenantId, @Nullable String before, int fetch) {
        return jdbc.sql(select(kind)
                        + " WHERE r.tenant_id = :tenant AND v.version = r.latest AND r.retired_at IS NULL"
                        + " AND (CAST(:before AS text) IS NULL OR r.id < :before) ORDER BY r.id DESC LIMIT :fetch")
                .param("tenant", tenantId)
                .param("before", before)
                .param("fetch", fetch)
                .query((row, n) -> stored(row))
                .list();
    }

    /** All versions of one, newest first; {@code before} is a version. */
    List<Stored> versions(Kind kind, String tenantId, String name, @Nullable Integer before, int fetch) {
        return jdbc.sql(select(kind)
                        + " WHERE r.tenant_id = :tenant AND r.name = :name"
                        + " AND (CAST(:before AS int) IS NULL OR v.version < :before)"
                        + " ORDER BY v.version DESC LIMIT :fetch")
                .param("tenant", tenantId)
                .param("name", name)
                .param("before", before)
                .param("fetch", fetch)
                .query((row, n) -> stored(row))
                .list();
    }

    /** The names of all things of a kind, retired ones too. */
    List<String> names(Kind kind, String tenantId) {
        return jdbc.sql("SELECT name FROM " + kind.table + " WHERE tenant_id = :tenant AND latest > 0")
                .param("tenant", tenantId)
                .query(String.class)
                .list();
    }

    /** The tool in use, other than {@code except}, whose newest version is bound to that tool of the server. */
    Optional<String> boundTo(String tenantId, String server, String serverTool, String except) {
        return jdbc.sql("""
            SELECT r.name FROM tools r JOIN tool_versions v ON v.tool_id = r.id AND v.version = r.latest
            WHERE r.tenant_id = :tenant AND r.retired_at IS NULL AND r.name <> :except
                AND v.spec->>'server' = :server AND v.spec->>'server_tool' = :tool
            LIMIT 1
            """)
                .param("tenant", tenantId)
                .param("except", except)
                .param("server", server)
                .param("tool", serverTool)
                .query(String.class)
                .optional();
    }

    /** Lets one transaction of a tenant publish at a time: what is unique among all names can be checked then. */
    void lockTenant(String tenantId) {
        jdbc.sql("SELECT id FROM tenants WHERE id = :tenant FOR NO KEY UPDATE")
                .param("tenant", tenantId)
                .query(String.class)
                .single();
    }

    /** Makes the thing if it is new, and locks it until the transaction ends. Idempotent by (tenant, name). */
    void lock(Kind kind, String tenantId, String name) {
        jdbc.sql("INSERT INTO " + kind.table + " (id, tenant_id, name) VALUES (:id, :tenant, :name)"
                        + " ON CONFLICT (tenant_id, name) DO NOTHING")
                .param("id", Ids.next(kind.prefix))
                .param("tenant", tenantId)
                .param("name", name)
                .update();
        jdbc.sql("SELECT id FROM " + kind.table + " WHERE tenant_id = :tenant AND name = :name FOR UPDATE")
                .param("tenant", tenantId)
                .param("name", name)
                .query(String.class)
                .single();
    }

    /** Takes a thing out of use. Idempotent: false when it is not there or was retired before. */
    boolean retire(Kind kind, String tenantId, String name) {
        return jdbc.sql("UPDATE " + kind.table + " SET retired_at = clock_timestamp()"
                                + " WHERE tenant_id = :tenant AND name = :name AND retired_at IS NULL")
                        .param("tenant", tenantId)
                        .param("name", name)
                        .update()
                == 1;
    }

    /** Puts a thing that the caller has locked into use again. */
    void restore(Kind kind, String tenantId, String name) {
        jdbc.sql("UPDATE " + kind.table + " SET retired_at = NULL WHERE tenant_id = :tenant AND name = :name")
                .param("tenant", tenantId)
                .param("name", name)
                .update();
    }

    /** Adds the next version to a thing that the caller has locked, and puts it into use. */
    void add(Kind kind, String tenantId, String name, String spec, @Nullable String hash, String by) {
        String hashColumn = kind == Kind.TOOL ? ", hash" : "";
        String hashValue = kind == Kind.TOOL ? ", :hash" : "";
        jdbc.sql("WITH r AS (UPDATE " + kind.table + " SET latest = latest + 1, retired_at = NULL"
                        + " WHERE tenant_id = :tenant AND name = :name RETURNING id, latest)"
                        + " INSERT INTO " + kind.versions + " (" + kind.key
                        + ", version, tenant_id, spec, created_by" + hashColumn + ")"
                        + " SELECT id, latest, :tenant, CAST(:spec AS jsonb), :by" + hashValue + " FROM r")
                .param("tenant", tenantId)
                .param("name", name)
                .param("spec", spec)
                .param("by", by)
                .param("hash", hash)
                .update();
    }

    private static String select(Kind kind) {
        return "SELECT r.id, r.name, v.version, r.latest, "
                + (kind == Kind.TOOL ? "v.hash" : "CAST(NULL AS text) AS hash")
                + ", v.spec, v.created_at, v.created_by, r.retired_at FROM " + kind.table + " r JOIN " + kind.versions
                + " v ON v."
                + kind.key + " = r.id";
    }

    private static Stored stored(ResultSet row) throws SQLException {
        Timestamp retired = row.getTimestamp("retired_at");
        return new Stored(
                row.getString("id"),
                row.getString("name"),
                row.getInt("version"),
                row.getInt("latest"),
                row.getString("hash"),
                Json.tree(row.getString("spec")),
                row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"),
                retired == null ? null : retired.toInstant());
    }
}
