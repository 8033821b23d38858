package dev.ferrumdeck.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What the database itself says, past the API. */
final class Facts implements AutoCloseable {
    private final Connection connection;

    Facts(String url) {
        try {
            connection = DriverManager.getConnection(url);
        } catch (SQLException e) {
            throw new DemoFailed("cannot ask the database: " + e.getMessage());
        }
    }

    /** A number that a query gives. */
    long number(String sql, String... values) {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                query.setString(i + 1, values[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        } catch (SQLException e) {
            throw new DemoFailed("cannot ask the database: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new DemoFailed("cannot leave the database: " + e.getMessage());
        }
    }
}
