package dev.ferrumdeck.gateway.platform.health;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** PostgreSQL: without it, nothing works. */
@Component
class PostgresCheck implements ReadinessCheck {
    private final JdbcClient jdbc;

    PostgresCheck(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public boolean required() {
        return true;
    }

    @Override
    public String check() {
        return jdbc.sql("SHOW server_version").query(String.class).single();
    }
}
