package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.Hints;
import dev.ferrumdeck.workflows.machine.JournalBody;
import dev.ferrumdeck.workflows.machine.JournalHash;
import dev.ferrumdeck.workflows.machine.Machine;
import dev.ferrumdeck.workflows.machine.RunState;
import dev.ferrumdeck.workflows.machine.Transition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a run takes one step: events from the inbox to the machine, its entry to the journal, the answers back into the
 * inbox. Free of Temporal, so that it is tested under schedules that no server would produce in a year.
 */
final class JournalLoop {
    private final String runId;
    private final Machine machine;
    private final Inbox inbox = new Inbox();
    private final Function<JournalBody, String> hashing;
    private RunState state;
    private int n;
    private String hash;
    private long lastAt;
    private Command.@Nullable Finish finish;

    /** Begins a run, or goes on with what an earlier execution of it carried over. */
    JournalLoop(RunInput input) {
        this(input, JournalHash::of);
    }

    JournalLoop(RunInput input, Function<JournalBody, String> hashing) {
        this.hashing = hashing;
        this.runId = input.plan().runId();
        this.machine = new Machine(input.plan());
        Carried carried = input.carried();
        if (carried == null) {
            state = RunState.initial(input.plan());
            hash = Entry.GENESIS;
            inbox.add(new Event.Started());
        } else {
            state = carried.state();
            n = carried.n();
            hash = carried.hash();
            carried.inbox().forEach(inbox::add);
        }
    }

    /** The journal has an entry n with the same events and other commands: a person must look. */
    static final class Diverged extends RuntimeException {
        Diverged(String message) {
            super(message);
        }
    }

    /** How many entries are written. */
    int written() {
        return n;
    }

    /** An entry as it stands in the journal. */
    record Written(int n, List<Event> events, Transition transition) {}

    /**
     * Writes the next entry; empty when the run is over already, and the journal takes none.
     *
     * @param now epoch milliseconds
     * @param advance writes an entry and carries it out
     * @throws Diverged when the journal was written by other code
     */
    Optional<Written> writeEntry(long now, Function<Entry, Answer> advance) {
        long at = Math.max(lastAt, now);
        List<Event> events = Hints.sound(inbox.next());
        boolean rival = false;
        Transition next = machine.apply(state, at, events);
        Answer answer = advance.apply(entry(next, at, events));
        while (answer.kind() == Answer.Kind.SUPERSEDED) {
            // what the answer names happened: another writer's entry stands, or not all of ours is backed
            rival |= !answer.hash().isEmpty();
            events = answer.events();
            at = answer.at();
            next = machine.apply(state, at, events);
            answer = advance.apply(entry(next, at, events));
        }
        if (answer.kind() == Answer.Kind.DIVERGED) {
            throw new Diverged("entry " + (n + 1) + ": " + answer.note());
        }
        if (answer.kind() == Answer.Kind.ENDED) {
            finish = Objects.requireNonNull(answer.end(), "an answer that the run has ended says how");
            return Optional.empty();
        }
        checkHash(entry(next, at, events), answer);
        // what another's entry found unbacked may have been backed since
        inbox.remove(rival ? backed(events) : events);
        take(next, at, answer);
        return Optional.of(new Written(n, events, next));
    }

    private static List<Event> backed(List<Event> events) {
        return events.stream()
                .filter(event -> !(event instanceof Event.Unbacked))
                .toList();
    }

    private Entry entry(Transition next, long at, List<Event> events) {
        return Entry.of(runId, n + 1, hash, at, events, next);
    }

    /** On replay the recorded answer comes whatever the machine wants: only its hash tells that it wants the same. */
    private void checkHash(Entry entry, Answer answer) {
        if (!machine.checksHashes()) {
            return;
        }
        String mine = hashing.apply(JournalBody.of(entry, answer.results()));
        if (!mine.equals(answer.hash())) {
            throw new Diverged("entry " + entry.n() + ": its hash is " + answer.hash()
                    + ", and what this build makes of the same events has " + mine);
        }
    }

    private void take(Transition next, long at, Answer answer) {
        state = next.state();
        n++;
        hash = answer.hash();
        lastAt = at;
        inbox.addFirst(answer.results());
        for (Command command : next.commands()) {
            if (command instanceof Command.Finish end) {
                finish = end;
            }
        }
    }

    boolean hasWork() {
        return !inbox.isEmpty() || state.backlog();
    }

    /** Whether an outcome would change nothing. */
    boolean isKnown(Event.Outcome outcome) {
        return inbox.holds(outcome) || machine.isKnown(state, outcome);
    }

    Inbox inbox() {
        return inbox;
    }

    RunState state() {
        return state;
    }

    /** The newest time that an entry was written at; views are never of a time before it. */
    long notBefore(long now) {
        return Math.max(lastAt, now);
    }

    /** How the run ended, once it did. */
    Optional<Command.Finish> finish() {
        return Optional.ofNullable(finish);
    }

    /** What the next execution goes on with, but for what only the shell knows. */
    Carried carry() {
        return new Carried(state, n, hash, inbox.all(), List.of(), 0);
    }

    /** Whether somebody wants the run to stop: it is closed by this execution, which Temporal told so. */
    boolean isCancelled() {
        return inbox.all().stream().anyMatch(Event.CancelRequested.class::isInstance);
    }
}
