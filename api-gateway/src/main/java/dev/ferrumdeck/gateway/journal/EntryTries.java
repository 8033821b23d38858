package dev.ferrumdeck.gateway.journal;

import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes a prepared entry whatever is wrong with parts of it: first in the fast course, then carefully, then without what
 * the careful course found, and at last without any of its work. Throws only what another try may mend, or what nothing
 * can. Thread-safe. See ADR 19.
 */
@Component
class EntryTries {
    private static final Logger LOG = LoggerFactory.getLogger(EntryTries.class);
    private static final int BUDGET_TRIES = 3;
    private static final int ROUNDS = 3;
    /** An entry that takes longer than its activity may is given up, and its locks with it. */
    private static final int TIMEOUT_SECONDS = 5;

    private final TransactionTemplate transaction;
    private final Preparing preparing;
    private final EntryWriter writer;
    private final Journal journal;

    EntryTries(PlatformTransactionManager transactions, Preparing preparing, EntryWriter writer, Journal journal) {
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setTimeout(TIMEOUT_SECONDS);
        this.preparing = preparing;
        this.writer = writer;
        this.journal = journal;
    }

    /** Writes the entry; empty when it is not the next one. */
    @SuppressWarnings("CatchingUnchecked") // errors of the JVM are failures of this entry too
    Optional<EntryWriter.Written> write(Prepared first) {
        Prepared prepared = first;
        Set<String> stripped = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            Course course = Course.FAST.stripping(stripped);
            try {
                return once(prepared, round == 0 ? course : course.carefully());
            } catch (Poisoned poisoned) {
                prepared = without(prepared, poisoned, stripped);
            } catch (Throwable failure) {
                if (Trouble.of(failure) != Trouble.OWN) {
                    throw failure;
                }
                LOG.error("run {}: entry {} fails", first.preparation().run().runId(), n(first), failure);
            }
        }
        return withoutWork(first);
    }

    /** Writes the entry so that each of its commands is answered {@code internal}, and no value of it is kept. */
    Optional<EntryWriter.Written> withoutWork(Prepared prepared) {
        LOG.error(
                "run {}: entry {} is written without its work",
                prepared.preparation().run().runId(),
                n(prepared));
        Preparation preparation = prepared.preparation();
        Set<String> all = new HashSet<>();
        preparation.entry().changes().forEach(change -> all.add(change.step()));
        prepared.works().forEach(work -> Concerned.step(work.command()).ifPresent(all::add));
        return once(preparing.withoutWork(prepared), Course.FAST.carefully().stripping(all));
    }

    private Prepared without(Prepared prepared, Poisoned poisoned, Set<String> stripped) {
        poisoned.steps().stream()
                .filter(step -> prepared.isRefused(step) || !prepared.isAbout(step))
                .forEach(stripped::add);
        return preparing.without(prepared, poisoned.commands());
    }

    private Optional<EntryWriter.Written> once(Prepared prepared, Course course) {
        for (int tried = 1; ; tried++) {
            Course now = tried == 1 ? course : course.lockingBudgets();
            try {
                return Objects.requireNonNull(transaction.execute(status -> writeIfNext(prepared, now)));
            } catch (BudgetChanged e) {
                if (tried == BUDGET_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Writes the entry if it still follows the newest one. */
    private Optional<EntryWriter.Written> writeIfNext(Prepared prepared, Course course) {
        var entry = prepared.preparation().entry();
        return journal.lockHead(entry.runId())
                .filter(head -> head.isBefore(entry))
                .map(head -> writer.write(prepared, course));
    }

    private static int n(Prepared prepared) {
        return prepared.preparation().entry().n();
    }
}
