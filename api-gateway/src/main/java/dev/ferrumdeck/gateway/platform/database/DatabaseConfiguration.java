package dev.ferrumdeck.gateway.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The connections to the database; Flyway brings its schema up to date before anything else uses it. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    private static final int IDLE = 4;

    @Bean
    @Primary
    DataSource dataSource(HikariDataSource controlPool, HikariDataSource apiPool) {
        return new Pools(controlPool, apiPool);
    }

    @Bean
    HikariDataSource controlPool(DatabaseProperties properties) {
        return pool("control", properties, properties.poolSize(), properties.statementTimeout());
    }

    @Bean
    HikariDataSource apiPool(DatabaseProperties properties) {
        return pool("api", properties, properties.apiPoolSize(), properties.apiStatementTimeout());
    }

    /** Migrations have connections of their own: a new index may take longer than a statement may. */
    @Bean
    FlywayConfigurationCustomizer migrations(DatabaseProperties properties) {
        DatabaseUrl url = DatabaseUrl.parse(properties.url());
        return flyway -> flyway.dataSource(url.jdbcUrl(), url.user(), url.password());
    }

    private static HikariDataSource pool(
            String name, DatabaseProperties properties, int size, Duration statementTimeout) {
        DatabaseUrl url = DatabaseUrl.parse(properties.url());
        HikariDataSource pool = new SafeDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(url.jdbcUrl());
        pool.setUsername(url.user());
        pool.setPassword(url.password());
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(Math.min(IDLE, size));
        pool.setConnectionTimeout(properties.connectionTimeout().toMillis());
        pool.addDataSourceProperty("ApplicationName", "ferrumdeck-gateway-" + name);
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // a gateway that was stopped in the middle of a transaction must not keep its locks
        pool.addDataSourceProperty(
                "options",
                "-c idle_in_transaction_session_timeout=10000 -c statement_timeout=" + statementTimeout.toMillis());
        return pool;
    }
}
