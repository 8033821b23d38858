package dev.ferrumdeck.gateway.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The first keys of an installation: where {@code FERRUMDECK_BOOTSTRAP_DIR} is set, tenant {@code default} gets an admin
 * key and a worker key as files of mode 0600. Files with a valid key stay as they are; a lost file gets a new key. A key
 * that people have revoked or rotated is not made again: that would undo what they did.
 */
@Component
class Bootstrap implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);
    private static final String BY = "bootstrap";
    private static final long LOCK = 0x66645f626f6f74L;

    private final AuthProperties properties;
    private final ApiKeys keys;
    private final KeyStore store;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    Bootstrap(
            AuthProperties properties,
            ApiKeys keys,
            KeyStore store,
            JdbcClient jdbc,
            PlatformTransactionManager transactions) {
        this.properties = properties;
        this.keys = keys;
        this.store = store;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public void afterSingletonsInstantiated() {
        Path dir = properties.bootstrapDir();
        if (dir == null || dir.toString().isEmpty()) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            jdbc.sql("SELECT pg_advisory_xact_lock(:lock)")
                    .param("lock", LOCK)
                    .query()
                    .listOfRows();
            String tenant = store.tenant("ten_default", "default");
            ensure(tenant, dir.resolve("admin.key"), new NewKey("bootstrap admin", List.of("admin"), null, null, null));
            ensure(
                    tenant,
                    dir.resolve("worker.key"),
                    new NewKey("bootstrap worker", List.of("worker"), List.of("*"), null, null));
        });
    }

    private void ensure(String tenant, Path file, NewKey spec) {
        try {
            if (Files.exists(file)
                    && keys.authenticate(Files.readString(file).strip()).isPresent()) {
                return;
            }
            Optional<ApiKey> earlier = store.newestOf(tenant, BY, spec.name());
            if (earlier.filter(key -> key.revokedAt() != null || key.expiresAt() != null)
                    .isPresent()) {
                log.warn("{} was revoked or rotated: {} is left as it is", spec.name(), file.getFileName());
                return;
            }
            CreatedKey created = keys.create(tenant, spec, BY);
            write(file, created.key());
            log.info("made {} ({}) in {}", created.apiKey().id(), spec.name(), file.getFileName());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep a key in " + file, e);
        }
    }

    private static void write(Path file, String key) throws IOException {
        Path dir = file.toAbsolutePath().getParent();
        if (dir == null) {
            throw new IOException("no folder above " + file);
        }
        Files.createDirectories(dir);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path temporary = Files.createTempFile(dir, ".key", ".tmp", mode);
        Files.writeString(temporary, key + "\n");
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
