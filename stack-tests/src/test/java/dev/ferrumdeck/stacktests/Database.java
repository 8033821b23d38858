package dev.ferrumdeck.stacktests;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks into the gateway's database, as an auditor would. */
record Database(String url) {

    /** The first column of every row, as text. */
    List<String> column(String sql, Object... arguments) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<String> column = new ArrayList<>();
                while (rows.next()) {
                    column.add(String.valueOf(rows.getString(1)));
                }
                return column;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    long count(String sql, Object... arguments) {
        return Long.parseLong(column(sql, arguments).get(0));
    }
}
