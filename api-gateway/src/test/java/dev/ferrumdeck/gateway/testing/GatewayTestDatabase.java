package dev.ferrumdeck.gateway.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A fresh, migrated database on the one embedded PostgreSQL of this JVM: a copy of a template, made in well under a
 * second. For tests of stores, without Spring; tests over HTTP extend {@link GatewayWebTest}.
 */
public final class GatewayTestDatabase {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;

    private GatewayTestDatabase(String name) {
        this.name = name;
    }

    /** A new one, with the whole schema and no rows. */
    public static GatewayTestDatabase create() {
        String name = "gateway_test_" + COUNT.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + Server.TEMPLATE);
        return new GatewayTestDatabase(name);
    }

    /** As {@code DATABASE_URL}. */
    public String url() {
        return Server.POSTGRES.getJdbcUrl("postgres", name);
    }

    public DataSource dataSource() {
        return Server.POSTGRES.getDatabase("postgres", name);
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(dataSource());
    }

    /** For a {@code DataSource} that tests and stores share. */
    public static TransactionTemplate transactions(DataSource dataSource) {
        return new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    private static void execute(String sql) {
        try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Started by the first who asks; stopped with the JVM. */
    private static final class Server {
        static final String TEMPLATE = "gateway_template";
        static final EmbeddedPostgres POSTGRES = start();

        static {
            migrate();
        }

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("max_connections", "200")
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void migrate() {
            try (Connection connection = POSTGRES.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + TEMPLATE);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            Flyway.configure()
                    .dataSource(POSTGRES.getDatabase("postgres", TEMPLATE))
                    .load()
                    .migrate();
        }
    }
}
