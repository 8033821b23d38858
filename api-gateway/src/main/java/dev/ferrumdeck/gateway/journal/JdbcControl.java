package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.bridge.Doorbell;
import dev.ferrumdeck.bridge.Ring;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.delivery.QueueRoom;
import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * The journal's one writer. The first entry n of a run wins; a second one is answered from what is recorded and leaves
 * nothing behind. Thread-safe. Source: the worker protocol, "Dispatch".
 */
@Component
class JdbcControl {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcControl.class);
    private final Preparing preparing;
    private final Preparations preparations;
    private final EntryTries tries;
    private final Backing backing;
    private final Journal journal;
    private final KnownAttempts attempts;
    private final EntryStore store;
    private final QueueRoom room;
    private final Doorbell doorbell;

    JdbcControl(
            Preparing preparing,
            Preparations preparations,
            EntryTries tries,
            Backing backing,
            Journal journal,
            KnownAttempts attempts,
            EntryStore store,
            QueueRoom room,
            Doorbell doorbell) {
        this.preparing = preparing;
        this.preparations = preparations;
        this.tries = tries;
        this.backing = backing;
        this.journal = journal;
        this.attempts = attempts;
        this.store = store;
        this.room = room;
        this.doorbell = doorbell;
    }

    Answer advance(Entry entry) {
        Journal.Head head = head(entry);
        if (!head.isBefore(entry)) {
            return recorded(entry);
        }
        Optional<List<Event>> truth = backing.instead(entry);
        return truth.isPresent() ? Answer.corrected(entry.at(), truth.get()) : write(entry, head);
    }

    /** Writes an entry whose events the gateway itself vouches for. */
    Answer enter(Entry entry) {
        Journal.Head head = head(entry);
        return head.isBefore(entry) ? write(entry, head) : recorded(entry);
    }

    private Journal.Head head(Entry entry) {
        return journal.head(entry.runId()).orElseThrow(() -> unknownRun(entry));
    }

    private Answer write(Entry entry, Journal.Head head) {
        try {
            Prepared prepared = preparations.prepare(entry, head).orElseThrow(() -> notReady(entry));
            Optional<EntryWriter.Written> written = tries.write(prepared);
            if (written.isPresent()) {
                return answer(written.get());
            }
        } catch (DuplicateKeyException e) {
            if (journal.find(entry.runId(), entry.n()).isEmpty()) {
                throw e;
            }
            LOG.info("run {}: entry {} was written by another first", entry.runId(), entry.n());
        }
        return recorded(entry);
    }

    /** Writes an entry that fails by itself without any of its work; empty when not even that can be. */
    @SuppressWarnings("CatchingUnchecked")
    Optional<Answer> withoutWork(Entry entry) {
        try {
            Journal.Head now = head(entry);
            Optional<List<Event>> truth = now.isBefore(entry) ? backing.despite(entry) : Optional.empty();
            if (truth.isPresent()) {
                return truth.map(events -> Answer.corrected(entry.at(), events));
            }
            Optional<EntryWriter.Written> written = journal.head(entry.runId())
                    .filter(head -> head.isBefore(entry))
                    .flatMap(head -> tries.withoutWork(preparing.nothing(entry, head)));
            return Optional.of(written.map(this::answer).orElseGet(() -> recorded(entry)));
        } catch (Throwable failure) {
            if (Trouble.of(failure).passes()) {
                throw failure;
            }
            LOG.error("run {}: entry {} cannot be written even without its work", entry.runId(), entry.n(), failure);
            return Optional.empty();
        }
    }

    private Answer answer(EntryWriter.Written written) {
        ring(written.rings());
        return Answer.written(written.hash(), written.results());
    }

    /** The entry is taken, or does not follow what is recorded: nothing is done, the record answers. */
    private Answer recorded(Entry entry) {
        Optional<Journal.Recorded> found = journal.find(entry.runId(), entry.n());
        if (found.isEmpty()) {
            Optional<Command.Finish> end = journal.end(entry.runId());
            if (end.isPresent()) {
                return Answer.ended(end.get());
            }
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
        store.pauseDiverged(entry.runId(), note);
        return Answer.diverged(hash, note);
    }

    @SuppressWarnings("CatchingUnchecked")
    private void ringAgain(Entry entry) {
        try {
            ring(known(entry));
        } catch (Throwable failure) {
            LOG.warn("run {}: not rung again; the sweep will", entry.runId(), failure);
        }
    }

    private List<Ring> known(Entry entry) {
        Set<KnownAttempts.Key> keys = new LinkedHashSet<>();
        entry.commands().forEach(command -> {
            if (command instanceof Command.Dispatch dispatch) {
                keys.add(new KnownAttempts.Key(dispatch.step(), dispatch.attempt()));
            }
        });
        return attempts.find(entry.runId(), keys).values().stream()
                .filter(KnownAttempt::isReady)
                .map(attempt -> new Ring(attempt.queue(), attempt.id(), attempt.traceparent()))
                .toList();
    }

    /** The entry stands: whatever happens to its rings is no failure of it. */
    @SuppressWarnings("CatchingUnchecked")
    private void ring(List<Ring> rings) {
        if (rings.isEmpty()) {
            return;
        }
        try {
            ringNow(rings);
        } catch (Throwable failure) {
            LOG.warn("{} attempts were not rung for; the sweep will", rings.size(), failure);
        }
    }

    private void ringNow(List<Ring> rings) {
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

    private static ApplicationFailure notReady(Entry entry) {
        return ApplicationFailure.newFailure(
                "entry " + entry.n() + " of run " + entry.runId() + " is still being evaluated",
                ErrorCode.UNAVAILABLE.wireName());
    }

    private static ApplicationFailure unknownRun(Entry entry) {
        return ApplicationFailure.newNonRetryableFailure(
                "there is no run " + entry.runId(), ErrorCode.NOT_FOUND.wireName());
    }
}
