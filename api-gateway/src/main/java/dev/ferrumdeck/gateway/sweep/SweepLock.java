package dev.ferrumdeck.gateway.sweep;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

/** Lets one gateway at a time sweep: an advisory lock that dies with its connection. */
@Component
class SweepLock {
    private static final long KEY = 0x46645377656570L;

    private final DataSource dataSource;

    SweepLock(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Runs {@code pass} if nobody else is sweeping; says whether it did. */
    boolean runIfFree(Runnable pass) {
        try (Connection connection = dataSource.getConnection()) {
            if (!call(connection, "SELECT pg_try_advisory_lock(?)")) {
                return false;
            }
            try {
                pass.run();
            } finally {
                call(connection, "SELECT pg_advisory_unlock(?)");
            }
            return true;
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("the sweep's lock", e);
        }
    }

    private static boolean call(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, KEY);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }
}
