package dev.ferrumdeck.gateway.artifacts;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Stores and finds blobs. The file is there before its row is. Joins the current transaction. Thread-safe. */
@Service
public class ArtifactStore {
    private final JdbcClient jdbc;
    private final BlobFiles files;
    private final long quota;

    ArtifactStore(JdbcClient jdbc, BlobFiles files, ArtifactProperties properties) {
        this.jdbc = jdbc;
        this.files = files;
        this.quota = properties.quotaPerRun().toBytes();
    }

    /**
     * Stores a blob; idempotent by tenant and content.
     *
     * @param runId whose quota it counts against; null counts against none
     * @return its SHA-256 in hexadecimal
     * @throws ApiException when the run's quota is spent
     */
    public String put(String tenantId, @Nullable String runId, byte[] bytes, String mediaType) {
        String sha256 = HexFormat.of().formatHex(Digests.sha256(bytes));
        if (runId != null && !belongs(tenantId, runId, sha256) && used(tenantId, runId) + bytes.length > quota) {
            throw ApiException.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "The artifacts of run '" + runId + "' would go over its quota of " + quota + " bytes.");
        }
        files.write(sha256, bytes);
        jdbc.sql("""
                        INSERT INTO artifacts (tenant_id, sha256, size_bytes, media_type, run_id)
                        VALUES (:tenant, :sha256, :size, :type, :run) ON CONFLICT (tenant_id, sha256) DO NOTHING
                        """)
                .param("tenant", tenantId)
                .param("sha256", sha256)
                .param("size", bytes.length)
                .param("type", mediaType)
                .param("run", runId)
                .update();
        if (runId != null) {
            jdbc.sql("""
                            INSERT INTO artifact_runs (tenant_id, run_id, sha256) VALUES (:tenant, :run, :sha256)
                            ON CONFLICT (tenant_id, run_id, sha256) DO NOTHING
                            """)
                    .param("tenant", tenantId)
                    .param("run", runId)
                    .param("sha256", sha256)
                    .update();
        }
        return sha256;
    }

    /**
     * The bytes of a blob.
     *
     * @return empty when the tenant has none such
     */
    public Optional<byte[]> get(String tenantId, String sha256) {
        return find(tenantId, sha256).map(artifact -> {
            try {
                return Files.readAllBytes(files.path(artifact.sha256()));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read blob " + sha256, e);
            }
        });
    }

    /** What is known of a blob. */
    public Optional<Artifact> find(String tenantId, String sha256) {
        return jdbc.sql("""
                        SELECT sha256, size_bytes, media_type, run_id, created_at FROM artifacts
                        WHERE tenant_id = :tenant AND sha256 = :sha256
                        """)
                .param("tenant", tenantId)
                .param("sha256", sha256)
                .query((row, n) -> artifact(row))
                .optional();
    }

    Path file(Artifact artifact) {
        return files.path(artifact.sha256());
    }

    /** Whether a worker holds a live attempt of this run with this key. */
    boolean leased(String tenantId, String runId, String keyId) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM attempts WHERE run_id = :run AND tenant_id = :tenant
                            AND state IN ('LEASED', 'ACTING') AND key_id = :key)
                        """)
                .param("run", runId)
                .param("tenant", tenantId)
                .param("key", keyId)
                .query(Boolean.class)
                .single();
    }

    /** Whether a worker with this key holds a live attempt of a run that has this blob. */
    boolean readable(String tenantId, String sha256, String keyId) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM attempts a
                            JOIN artifact_runs r ON r.run_id = a.run_id AND r.tenant_id = a.tenant_id
                            WHERE a.tenant_id = :tenant AND a.key_id = :key AND a.state IN ('LEASED', 'ACTING')
                                AND r.sha256 = :sha256)
                        """)
                .param("tenant", tenantId)
                .param("sha256", sha256)
                .param("key", keyId)
                .query(Boolean.class)
                .single();
    }

    boolean runExists(String tenantId, String runId) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM runs WHERE id = :run AND tenant_id = :tenant)")
                .param("run", runId)
                .param("tenant", tenantId)
                .query(Boolean.class)
                .single();
    }

    private boolean belongs(String tenantId, String runId, String sha256) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM artifact_runs
                            WHERE tenant_id = :tenant AND run_id = :run AND sha256 = :sha256)
                        """)
                .param("tenant", tenantId)
                .param("run", runId)
                .param("sha256", sha256)
                .query(Boolean.class)
                .single();
    }

    private long used(String tenantId, String runId) {
        return jdbc.sql("""
                        SELECT coalesce(sum(a.size_bytes), 0) FROM artifact_runs r
                            JOIN artifacts a ON a.tenant_id = r.tenant_id AND a.sha256 = r.sha256
                        WHERE r.tenant_id = :tenant AND r.run_id = :run
                        """)
                .param("tenant", tenantId)
                .param("run", runId)
                .query(Long.class)
                .single();
    }

    private static Artifact artifact(ResultSet row) throws SQLException {
        return new Artifact(
                row.getString("sha256"),
                row.getLong("size_bytes"),
                row.getString("media_type"),
                row.getString("run_id"),
                row.getTimestamp("created_at").toInstant());
    }
}
