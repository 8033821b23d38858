package dev.ferrumdeck.gateway.journal;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the parts of an entry apart in its careful course: each has a savepoint of its own, and one that fails by itself
 * leaves the others standing. In the fast course everything is one. Thread-safe.
 */
@Component
class Apart {
    private static final Logger LOG = LoggerFactory.getLogger(Apart.class);
    private final TransactionTemplate savepoint;

    Apart(PlatformTransactionManager transactions) {
        this.savepoint = new TransactionTemplate(transactions);
        this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    @SuppressWarnings("CatchingUnchecked") // also errors: of one value, which is the failing part's own
    void run(Course course, Runnable part, Consumer<Throwable> failed) {
        if (!course.careful()) {
            part.run();
            return;
        }
        try {
            savepoint.executeWithoutResult(status -> part.run());
        } catch (Throwable failure) {
            if (Trouble.of(failure) != Trouble.OWN) {
                throw failure;
            }
            LOG.error("a part of an entry cannot be written", failure);
            failed.accept(failure);
        }
    }

    /** Writes rows in one batch; in the careful course one by one, and names those that are refused. */
    <T> void batch(Course course, List<T> rows, Consumer<List<T>> write, Consumer<T> refused) {
        if (rows.isEmpty()) {
            return;
        }
        if (!course.careful()) {
            write.accept(rows);
            return;
        }
        rows.forEach(row -> run(course, () -> write.accept(List.of(row)), failure -> refused.accept(row)));
    }
}
