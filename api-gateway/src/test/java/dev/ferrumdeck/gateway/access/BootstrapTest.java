package dev.ferrumdeck.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.audit.Audit;
import dev.ferrumdeck.gateway.platform.secrets.ServerSecrets;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.testing.GatewayTestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class BootstrapTest {
    private final DataSource database = GatewayTestDatabase.create().dataSource();
    private final JdbcClient jdbc = JdbcClient.create(database);

    @TempDir
    private Path dir = Path.of("");

    @Test
    void makes_an_admin_and_a_worker_that_only_the_owner_can_read() throws IOException {
        start();
        Caller admin = caller("admin.key");
        assertThat(admin.roles()).containsExactly("admin");
        assertThat(admin.has("operator")).isTrue();
        assertThat(admin.has("worker")).isFalse();
        Caller worker = caller("worker.key");
        assertThat(worker.tenantId()).isEqualTo(admin.tenantId());
        assertThat(worker.serves("anything")).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("admin.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void keeps_files_whose_keys_are_valid_and_replaces_the_others() throws IOException {
        start();
        String admin = Files.readString(dir.resolve("admin.key"));
        Files.writeString(dir.resolve("worker.key"), "nonsense");
        start();
        assertThat(Files.readString(dir.resolve("admin.key"))).isEqualTo(admin);
        assertThat(caller("worker.key").isWorker()).isTrue();
        assertThat(jdbc.sql("SELECT count(*) FROM api_keys")
                        .query(Integer.class)
                        .single())
                .isEqualTo(3);
    }

    @Test
    void a_key_that_people_revoked_or_rotated_is_not_made_again() throws IOException {
        start();
        Caller admin = caller("admin.key");
        CreatedKey other = keys().create(
                        admin.tenantId(), new NewKey("second", List.of("admin"), null, null, null), admin.keyId());
        Caller worker = caller("worker.key");
        var transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        transaction.executeWithoutResult(status -> {
            keys().revoke(admin.tenantId(), admin.keyId(), other.apiKey().id());
            keys().rotate(worker.tenantId(), worker.keyId(), 0, other.apiKey().id());
        });
        int before = count();
        start();
        assertThat(count()).isEqualTo(before);
        Files.delete(dir.resolve("admin.key"));
        start();
        assertThat(count()).isEqualTo(before);
        assertThat(dir.resolve("admin.key")).doesNotExist();
    }

    private int count() {
        return jdbc.sql("SELECT count(*) FROM api_keys").query(Integer.class).single();
    }

    @Test
    void does_nothing_where_no_folder_is_named() {
        start(Path.of(""));
        assertThat(jdbc.sql("SELECT count(*) FROM api_keys")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private void start() {
        start(dir);
    }

    private void start(Path folder) {
        AuthProperties properties = new AuthProperties(folder, Duration.ZERO, false);
        new Bootstrap(properties, keys(), new KeyStore(jdbc), jdbc, new DataSourceTransactionManager(database))
                .afterSingletonsInstantiated();
    }

    private Caller caller(String file) throws IOException {
        return keys().authenticate(Files.readString(dir.resolve(file)).strip()).orElseThrow();
    }

    private ApiKeys keys() {
        AuthProperties properties = new AuthProperties(dir, Duration.ZERO, false);
        return new ApiKeys(new KeyStore(jdbc), new Pepper(new ServerSecrets(jdbc)), new Audit(jdbc), properties);
    }
}
