package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.bridge.Doorbell;
import dev.ferrumdeck.bridge.Ring;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.delivery.QueueRoom;
import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.run.Control;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The journal's one writer. The first entry n of a run wins; a second one is answered from what is recorded and leaves
 * nothing behind. Thread-safe. Source: the worker protocol, "Dispatch".
 */
@Component
class JdbcControl implements Control {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcControl.class);
    private static final int TRIES = 3;
    /** An entry that takes longer than its activity may is given up, and its locks with it. */
    private static final int TIMEOUT_SECONDS = 5;

    private final TransactionTemplate transaction;
    private final EntryWriter writer;
    private final Backing backing;
    private final Journal journal;
    private final KnownAttempts attempts;
    private final EntryStore store;
    private final QueueRoom room;
    private final Doorbell doorbell;

    JdbcControl(
            PlatformTransactionManager transactions,
            EntryWriter writer,
            Backing backing,
            Journal journal,
            KnownAttempts attempts,
            EntryStore store,
            QueueRoom room,
            Doorbell doorbell) {
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setTimeout(TIMEOUT_SECONDS);
        this.writer = writer;
        this.backing = backing;
        this.journal = journal;
        this.attempts = attempts;
        this.store = store;
        this.room = room;
        this.doorbell = doorbell;
    }

    @Override
    public Answer advance(Entry entry) {
        Optional<List<Event>> truth = journal.isNext(entry) ? backing.instead(entry) : Optional.empty();
        if (truth.isPresent()) {
            return Answer.corrected(entry.at(), truth.get());
        }
        try {
            Optional<EntryWriter.Written> written = write(entry);
            if (written.isPresent()) {
                ring(written.get().rings());
                return Answer.written(written.get().hash(), written.get().results());
            }
        } catch (DuplicateKeyException e) {
            if (journal.find(entry.runId(), entry.n()).isEmpty()) {
                throw e;
            }
            LOG.info("run {}: entry {} was written by another first", entry.runId(), entry.n());
        }
        return recorded(entry);
    }

    private Optional<EntryWriter.Written> write(Entry entry) {
        for (int tried = 1; ; tried++) {
            boolean lockBudgets = tried > 1;
            try {
                return Objects.requireNonNull(transaction.execute(status -> writeIfNext(entry, lockBudgets)));
            } catch (BudgetChanged e) {
                if (tried == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Writes the entry if it follows the newest one; empty when it is not its turn. */
    private Optional<EntryWriter.Written> writeIfNext(Entry entry, boolean lockBudgets) {
        Journal.Head head = journal.lockHead(entry.runId()).orElseThrow(() -> unknownRun(entry));
        if (head.entries() != entry.n() - 1 || !head.hash().equals(entry.previousHash())) {
            return Optional.empty();
        }
        return Optional.of(writer.write(entry, head, lockBudgets));
    }

    /** The entry is taken, or does not follow what is recorded: nothing is done, the record answers. */
    private Answer recorded(Entry entry) {
        Optional<Journal.Recorded> found = journal.find(entry.runId(), entry.n());
        if (found.isEmpty()) {
            return diverged(entry, "", "entry " + entry.n() + " does not follow the newest entry of the journal");
        }
        Journal.Recorded recorded = found.get();
        if (!recorded.requestSha256().equals(journal.requestSha256(entry))) {
            return Answer.superseded(
                    recorded.hash(), recorded.body().at(), recorded.body().events());
        }
        if (!recorded.previousHash().equals(entry.previousHash())) {
            return diverged(entry, recorded.hash(), "entry " + entry.n() + " has another entry before it");
        }
        if (!journal.sameCommands(recorded.body().commands(), entry.commands())) {
            return diverged(entry, recorded.hash(), "entry " + entry.n() + " has other commands for the same events");
        }
        ringAgain(entry);
        return Answer.written(recorded.hash(), recorded.body().results());
    }

    private Answer diverged(Entry entry, String hash, String note) {
        LOG.error("run {}: the journal diverged: {}", entry.runId(), note);
        transaction.executeWithoutResult(status -> store.pauseDiverged(entry.runId(), note));
        return Answer.diverged(hash, note);
    }

    private void ringAgain(Entry entry) {
        Set<KnownAttempts.Key> keys = new LinkedHashSet<>();
        entry.commands().forEach(command -> {
            if (command instanceof Command.Dispatch dispatch) {
                keys.add(new KnownAttempts.Key(dispatch.step(), dispatch.attempt()));
            }
        });
        ring(attempts.find(entry.runId(), keys).values().stream()
                .filter(KnownAttempt::isReady)
                .map(attempt -> new Ring(attempt.queue(), attempt.id(), attempt.traceparent()))
                .toList());
    }

    private void ring(List<Ring> rings) {
        if (rings.isEmpty()) {
            return;
        }
        List<Ring> now = new ArrayList<>();
        List<Ring> unrung = new ArrayList<>();
        rings.forEach(ring -> (room.hadRoom(ring.queue()) ? now : unrung).add(ring));
        if (!now.isEmpty()) {
            unrung.addAll(doorbell.ring(now).failed());
        }
        if (!unrung.isEmpty()) {
            store.forgetRings(unrung.stream().map(Ring::attemptId).toList());
        }
    }

    private static ApplicationFailure unknownRun(Entry entry) {
        return ApplicationFailure.newNonRetryableFailure(
                "there is no run " + entry.runId(), ErrorCode.NOT_FOUND.wireName());
    }
}
