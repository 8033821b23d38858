package dev.ferrumdeck.gateway.journal;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/** What a failure of an entry says of another try of it. See ADR 19. */
enum Trouble {
    /** The database cannot be reached or has no room: any entry would fail now, and this one may pass later. */
    AWAY,
    /** Another transaction was in the way: this entry may pass at once. */
    BUSY,
    /** It took too long, or a disk failed: perhaps under load, perhaps always. A few tries tell. */
    SLOW,
    /** The entry fails by itself: another try comes to the same end. */
    OWN;

    private static final int MOST_CAUSES = 20;

    static Trouble of(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
            Trouble trouble = ofOne(cause);
            if (trouble != OWN) {
                return trouble;
            }
            cause = cause.getCause();
        }
        return OWN;
    }

    /** Whether the same entry is tried again for as long as it takes. */
    boolean passes() {
        return this == AWAY || this == BUSY;
    }

    private static Trouble ofOne(Throwable failure) {
        if (failure instanceof SQLException sql) {
            return ofSql(sql);
        }
        if (failure instanceof ConcurrencyFailureException || failure instanceof BudgetChanged) {
            return BUSY;
        }
        if (failure instanceof QueryTimeoutException
                || failure instanceof TransactionTimedOutException
                || failure instanceof TookTooLong
                || failure instanceof UncheckedIOException) {
            return SLOW;
        }
        boolean unreachable = failure instanceof DataAccessResourceFailureException
                || failure instanceof CannotCreateTransactionException
                || failure instanceof InterruptedException;
        // whoever says it knows less than the SQL state below it
        return unreachable && !hasSqlState(failure) ? AWAY : OWN;
    }

    private static boolean hasSqlState(Throwable failure) {
        Throwable cause = failure.getCause();
        for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static Trouble ofSql(SQLException failure) {
        if (failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException) {
            return AWAY;
        }
        if (failure instanceof SQLTimeoutException) {
            return SLOW;
        }
        return ofState(failure.getSQLState());
    }

    /** Source: PostgreSQL's manual, "Error Codes". */
    private static Trouble ofState(@Nullable String state) {
        if (state == null || state.length() != 5) {
            return OWN;
        }
        return switch (state) {
            case "40001", "40P01", "55P03", "25P03" -> BUSY;
            case "57014", "25P04", "53200" -> SLOW; // also out of memory: for this value only, perhaps
            case "25006" -> AWAY; // a standby: the primary is elsewhere by now
            default ->
                state.startsWith("08") || state.startsWith("53") || state.startsWith("57P") || state.startsWith("58")
                        ? AWAY
                        : OWN;
        };
    }
}
