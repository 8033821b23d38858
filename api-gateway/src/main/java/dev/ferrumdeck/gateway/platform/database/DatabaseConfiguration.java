package dev.ferrumdeck.gateway.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one connection pool; Flyway brings its schema up to date before anything else uses it. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean
    HikariDataSource dataSource(DatabaseProperties properties) {
        DatabaseUrl url = DatabaseUrl.parse(properties.url());
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("gateway");
        pool.setJdbcUrl(url.jdbcUrl());
        pool.setUsername(url.user());
        pool.setPassword(url.password());
        pool.setMaximumPoolSize(properties.poolSize());
        pool.setConnectionTimeout(properties.connectionTimeout().toMillis());
        pool.addDataSourceProperty("ApplicationName", "ferrumdeck-gateway");
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // a gateway that was stopped in the middle of a transaction must not keep its locks
        pool.addDataSourceProperty("options", "-c idle_in_transaction_session_timeout=10000");
        return pool;
    }
}
