package dev.ferrumdeck.gateway.journal;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.ferrumdeck.bridge.Ring;
import dev.ferrumdeck.gateway.platform.telemetry.Spans;
import dev.ferrumdeck.gateway.policies.PolicyMemo;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An entry while its commands are carried out: what is known, and what is gathered to be written. Not thread-safe. */
final class EntryContext {
    private final Entry entry;
    private final PinnedRun run;
    private final EntrySteps steps;
    private final BudgetAccount budgets;
    private final PolicyMemo policies;
    private final Map<String, KnownAttempt> attempts = new HashMap<>();
    private final Set<String> taint;
    private final List<Event> results = new ArrayList<>();
    private final List<NewAttempt> opened = new ArrayList<>();
    private final List<NewDecision> decisions = new ArrayList<>();
    private final List<KnownAttempts.Charge> charges = new ArrayList<>();
    private final List<Ring> rings = new ArrayList<>();
    private final @Nullable String traceparent;
    private @Nullable Object output;

    EntryContext(
            Entry entry,
            PinnedRun run,
            EntrySteps steps,
            BudgetAccount budgets,
            PolicyMemo policies,
            List<String> taint) {
        this.policies = policies;
        this.entry = entry;
        this.run = run;
        this.steps = steps;
        this.budgets = budgets;
        this.taint = new LinkedHashSet<>(taint);
        this.traceparent = Spans.traceparent().orElse(run.traceparent());
    }

    Entry entry() {
        return entry;
    }

    PinnedRun run() {
        return run;
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

    PolicyMemo policies() {
        return policies;
    }

    void know(Map<String, KnownAttempt> found) {
        attempts.putAll(found);
    }

    @Nullable
    KnownAttempt attempt(String path, int attempt) {
        return attempts.get(path + "#" + attempt);
    }

    List<String> taint() {
        return List.copyOf(taint);
    }

    void taint(List<String> labels) {
        taint.addAll(labels);
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

    void output(@Nullable Object value) {
        output = value;
    }

    @Nullable
    Object output() {
        return output;
    }

    Optional<Command.Finish> finish() {
        return entry.commands().stream()
                .filter(Command.Finish.class::isInstance)
                .map(Command.Finish.class::cast)
                .findFirst();
    }

    static String newId() {
        return "att_" + UlidCreator.getMonotonicUlid();
    }
}
