package dev.ferrumdeck.gateway.journal;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.ferrumdeck.bridge.Ring;
import dev.ferrumdeck.gateway.platform.telemetry.Spans;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An entry while its transaction is open: what was prepared, and what is gathered to be written. Not thread-safe. */
final class EntryContext {
    private final Preparation prepared;
    private final EntrySteps steps;
    private final BudgetAccount budgets;
    private final List<Event> results = new ArrayList<>();
    private final List<NewAttempt> opened = new ArrayList<>();
    private final List<NewDecision> decisions = new ArrayList<>();
    private final List<KnownAttempts.Charge> charges = new ArrayList<>();
    private final List<Ring> rings = new ArrayList<>();
    private final @Nullable String traceparent;
    private @Nullable String output;

    EntryContext(Preparation prepared, BudgetAccount budgets) {
        this.prepared = prepared;
        this.steps = prepared.steps().copy();
        this.budgets = budgets;
        this.traceparent = Spans.traceparent().orElse(prepared.run().traceparent());
    }

    Entry entry() {
        return prepared.entry();
    }

    PinnedRun run() {
        return prepared.run();
    }

    /** The trace context that the entry's attempts go on from: of the entry's own span. */
    @Nullable
    String traceparent() {
        return traceparent;
    }

    EntrySteps steps() {
        return steps;
    }

    BudgetAccount budgets() {
        return budgets;
    }

    @Nullable
    KnownAttempt attempt(String path, int attempt) {
        return prepared.attempts().get(path + "#" + attempt);
    }

    List<String> taint() {
        return prepared.taint();
    }

    void answer(Event event) {
        results.add(event);
    }

    /** Answers a dispatch at once; the answer is kept as the attempt's end. */
    void answer(Command.Dispatch dispatch, String type, NewAttempt.Basis basis, Event.Outcome outcome) {
        results.add(outcome);
        opened.add(new NewAttempt(
                newId(),
                dispatch.step(),
                dispatch.attempt(),
                type,
                outcome.status().name(),
                NewAttempt.Work.NONE,
                basis,
                NewAttempt.Reservation.NONE,
                outcome));
    }

    void open(NewAttempt attempt) {
        opened.add(attempt);
        rings.add(new Ring(attempt.work().queue(), attempt.id(), traceparent));
    }

    void ringAgain(KnownAttempt attempt) {
        rings.add(new Ring(attempt.queue(), attempt.id(), attempt.traceparent()));
    }

    void decided(NewDecision decision) {
        decisions.add(decision);
    }

    void charge(KnownAttempts.Charge charge) {
        charges.add(charge);
    }

    List<Event> results() {
        return results;
    }

    List<NewAttempt> opened() {
        return opened;
    }

    List<NewDecision> decisions() {
        return decisions;
    }

    List<KnownAttempts.Charge> charges() {
        return charges;
    }

    List<Ring> rings() {
        return rings;
    }

    /** The run's output, as JSON. */
    void output(@Nullable String value) {
        output = value;
    }

    @Nullable
    String output() {
        return output;
    }

    Optional<Command.Finish> finish() {
        return entry().commands().stream()
                .filter(Command.Finish.class::isInstance)
                .map(Command.Finish.class::cast)
                .findFirst();
    }

    static String newId() {
        return "att_" + UlidCreator.getMonotonicUlid();
    }
}
