package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.bridge.Ring;
import dev.ferrumdeck.gateway.budgets.WiderBudgets;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.StepChange;
import dev.ferrumdeck.workflows.machine.StepKind;
import dev.ferrumdeck.workflows.machine.StepState;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Writes one prepared entry inside a transaction: works in memory, and writes in a few batches. Thread-safe. */
@Component
class EntryWriter {
    private final WiderBudgets budgets;
    private final Settlement settlement;
    private final KnownAttempts attempts;
    private final EntryStore store;
    private final Journal journal;
    private final Apart apart;

    EntryWriter(
            WiderBudgets budgets,
            Settlement settlement,
            KnownAttempts attempts,
            EntryStore store,
            Journal journal,
            Apart apart) {
        this.budgets = budgets;
        this.settlement = settlement;
        this.attempts = attempts;
        this.store = store;
        this.journal = journal;
        this.apart = apart;
    }

    /** What was written. */
    record Written(String hash, List<Event> results, List<Ring> rings) {}

    /**
     * Writes the entry and all that it does.
     *
     * @throws BudgetChanged when a wider budget no longer has what it had a moment ago: roll back, and try again
     * @throws Poisoned in the careful course: some of it cannot be written
     */
    Written write(Prepared prepared, Course course) {
        Preparation preparation = prepared.preparation();
        PinnedRun run = preparation.run();
        BudgetAccount account =
                new BudgetAccount(() -> budgets.of(run.tenantId(), run.agentNames(), course.lockBudgets()));
        EntryContext context = new EntryContext(preparation, account);
        Poison poison = new Poison(prepared);
        carryOut(prepared, context, course, poison);
        course.stripped().forEach(context.steps()::strip);
        writeRows(context, course, poison);
        poison.check();
        writeDeadLetters(prepared, context, course);
        return writeEntry(context);
    }

    private void carryOut(Prepared prepared, EntryContext context, Course course, Poison poison) {
        for (Event event : context.entry().events()) {
            // what is not settled here is settled when the run ends
            apart.run(course, () -> settlement.event(context, event), failure -> {});
        }
        for (int i = 0; i < prepared.works().size(); i++) {
            int index = i;
            apart.run(
                    course,
                    () -> prepared.works().get(index).deed().carryOut(context),
                    failure -> poison.command(index));
        }
    }

    private void writeRows(EntryContext context, Course course, Poison poison) {
        PinnedRun run = context.run();
        apart.batch(
                course, context.decisions(), rows -> store.insertDecisions(run, rows), row -> poison.step(row.path()));
        apart.batch(
                course,
                context.opened(),
                rows -> store.insertAttempts(run, rows, context.traceparent()),
                row -> poison.step(row.path()));
        apart.batch(course, context.charges(), attempts::settle, charge -> {});
        apart.batch(
                course,
                List.copyOf(context.steps().writes()),
                rows -> store.upsertSteps(run, rows),
                row -> poison.step(row.row().path()));
    }

    private void writeDeadLetters(Prepared prepared, EntryContext context, Course course) {
        Set<String> refused = new TreeSet<>();
        for (Prepared.Work work : prepared.works()) {
            if (work.deadLetter()) {
                Concerned.step(work.command()).ifPresent(refused::add);
            }
        }
        apart.run(
                course,
                () -> {
                    store.insertDeadLetters(context.run(), failedWorkSteps(context));
                    store.insertRefused(context.run(), refused);
                },
                failure -> {});
    }

    private Written writeEntry(EntryContext context) {
        String hash = journal.write(context.run().tenantId(), context.entry(), context.results());
        store.updateRun(context, hash);
        List<WiderBudgets.Change> changes = context.budgets().changes();
        if (!changes.isEmpty() && !budgets.apply(changes)) {
            throw new BudgetChanged();
        }
        return new Written(hash, List.copyOf(context.results()), List.copyOf(context.rings()));
    }

    private static List<String> failedWorkSteps(EntryContext context) {
        return context.entry().changes().stream()
                .filter(change -> change.state() == StepState.FAILED && change.attempt() > 0)
                .filter(change -> change.kind() == StepKind.LLM || change.kind() == StepKind.TOOL)
                .map(StepChange::step)
                .toList();
    }
}
