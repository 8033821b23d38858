package dev.ferrumdeck.gateway.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** The pool, whose connections take texts through {@link SafeParameters}. */
final class SafeDataSource extends HikariDataSource {
    @Override
    public Connection getConnection() throws SQLException {
        return SafeParameters.on(super.getConnection());
    }
}
