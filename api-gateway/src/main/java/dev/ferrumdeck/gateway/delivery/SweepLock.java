package dev.ferrumdeck.gateway.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

/**
 * Lets one gateway at a time sweep: an advisory lock that ends with its transaction, so that one that was stopped in the
 * middle of a pass does not keep the others from theirs for long.
 */
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
            connection.setAutoCommit(false);
            try {
                boolean free = take(connection);
                if (free) {
                    pass.run();
                }
                return free;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("the sweep's lock", e);
        }
    }

    private static boolean take(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?)")) {
            statement.setLong(1, KEY);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }
}
