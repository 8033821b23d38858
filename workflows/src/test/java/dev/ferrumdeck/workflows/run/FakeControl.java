package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.JournalBody;
import dev.ferrumdeck.workflows.machine.JournalHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** A control plane in memory: keeps the journal, hands dispatches to the test. Thread-safe. */
final class FakeControl implements Control {
    final List<Entry> journal = Collections.synchronizedList(new ArrayList<>());
    final BlockingQueue<Command.Dispatch> dispatched = new LinkedBlockingQueue<>();
    /** How many calls from now on fail, as while PostgreSQL is away. */
    final AtomicInteger outage = new AtomicInteger();

    private final BiFunction<Command, Entry, List<Event>> answers;

    /** Commands are answered at once by {@code answers}; dispatches it leaves unanswered are handed to the test. */
    FakeControl(BiFunction<Command, Entry, List<Event>> answers) {
        this.answers = answers;
    }

    FakeControl() {
        this((command, entry) ->
                command instanceof Command.Open open ? List.of(new Event.Opened(open.step(), 10, 3)) : List.of());
    }

    @Override
    public Answer advance(Entry entry) {
        if (outage.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("the database is away");
        }
        if (entry.n() != journal.size() + 1) {
            throw new IllegalStateException("entry " + entry.n() + " after " + journal.size());
        }
        journal.add(entry);
        List<Event> results = new ArrayList<>();
        for (Command command : entry.commands()) {
            List<Event> answer = answers.apply(command, entry);
            results.addAll(answer);
            if (answer.isEmpty() && command instanceof Command.Dispatch dispatch) {
                dispatched.add(dispatch);
            }
        }
        return Answer.written(JournalHash.of(JournalBody.of(entry, results)), results);
    }
}
