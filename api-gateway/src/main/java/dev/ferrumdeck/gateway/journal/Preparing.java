package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.policies.Decider;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.gateway.runs.PinnedRuns;
import dev.ferrumdeck.workflows.evaluation.Evaluator;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Prepares entries: reads in a few queries and evaluates, before any transaction is open. A command that cannot be
 * prepared is refused; the others go on. Thread-safe.
 */
@Component
class Preparing {
    private final PinnedRuns runs;
    private final StepRows rows;
    private final Values values;
    private final KnownAttempts attempts;
    private final Decider decider;
    private final Outputs outputs;
    private final Commands commands;
    private final Evaluator evaluator;

    Preparing(EntryReads reads, Outputs outputs, Commands commands, Evaluator evaluator) {
        this.evaluator = evaluator;
        this.runs = reads.runs();
        this.rows = reads.rows();
        this.values = reads.values();
        this.attempts = reads.attempts();
        this.decider = reads.decider();
        this.outputs = outputs;
        this.commands = commands;
    }

    /** An entry of which nothing is read and nothing is carried out. */
    Prepared nothing(Entry entry, Journal.Head head) {
        PinnedRun run = runs.get(entry.runId());
        EntrySteps steps = new EntrySteps(run, entry.changes(), rows, values);
        return new Prepared(
                new Preparation(entry, run, steps, decider.policiesNow(), head.taint(), Map.of(), evaluator.newEntry()),
                entry.commands().stream()
                        .map(command -> refused(command, Refusal.INTERNAL))
                        .toList());
    }

    /** The same entry, without a look at what its commands are about: all of them are refused. */
    Prepared withoutWork(Prepared prepared) {
        Preparation before = prepared.preparation();
        Entry entry = before.entry();
        PinnedRun run = before.run();
        EntrySteps steps = new EntrySteps(run, entry.changes(), rows, values);
        Preparation preparation = new Preparation(
                entry, run, steps, before.policies(), before.taint(), before.attempts(), before.budget());
        return new Prepared(
                preparation,
                entry.commands().stream()
                        .map(command -> refused(command, Refusal.INTERNAL))
                        .toList());
    }

    /** Reads what the entry is about, and sets the outputs of what it ends. */
    Preparation read(Entry entry, Journal.Head head) {
        PinnedRun run = runs.get(entry.runId());
        EntrySteps steps = new EntrySteps(run, entry.changes(), rows, values);
        Map<String, KnownAttempt> known = attempts.find(entry.runId(), Concerned.attempts(entry));
        loadTogether(steps, run, entry);
        Set<String> taint = new LinkedHashSet<>(head.taint());
        for (Event event : entry.events()) {
            if (event instanceof Event.Outcome outcome) {
                KnownAttempt attempt = known.get(outcome.step() + "#" + outcome.attempt());
                taint.addAll(attempt == null ? List.of() : attempt.labels());
            }
        }
        Preparation preparation = new Preparation(
                entry, run, steps, decider.policiesNow(), List.copyOf(taint), known, evaluator.newEntry());
        outputs.set(preparation);
        return preparation;
    }

    /** One query for all. When a row of it cannot be read, each command looks for its own, and only one fails. */
    @SuppressWarnings("CatchingUnchecked")
    private static void loadTogether(EntrySteps steps, PinnedRun run, Entry entry) {
        try {
            steps.load(Concerned.steps(run, entry));
        } catch (Throwable failure) {
            if (Trouble.of(failure) != Trouble.OWN) {
                throw failure;
            }
        }
    }

    Prepared.Work prepare(Preparation preparation, Command command) {
        return guarded(preparation, command, () -> commands.prepare(preparation, command));
    }

    /** A command that is left to a later entry. */
    Prepared.Work later(Preparation preparation, Command command) {
        return guarded(preparation, command, () -> commands.later(preparation, command));
    }

    @SuppressWarnings("CatchingUnchecked") // whatever is wrong with one command is no reason to hold the run
    private Prepared.Work guarded(Preparation preparation, Command command, Supplier<Deed> deed) {
        try {
            return new Prepared.Work(command, deed.get(), false);
        } catch (Throwable failure) {
            if (Trouble.of(failure) != Trouble.OWN) {
                throw failure;
            }
            return refused(command, Refusal.of(failure, preparation.run().runId(), String.valueOf(command)));
        }
    }

    private Prepared.Work refused(Command command, Refusal refusal) {
        return new Prepared.Work(command, commands.refuse(command, refusal), Commands.isOurs(refusal));
    }

    /** The same, with the commands of these steps refused: what they come to cannot be written. */
    Prepared without(Prepared prepared, Set<Integer> poisoned) {
        List<Prepared.Work> works = new ArrayList<>(prepared.works());
        poisoned.forEach(i -> works.set(i, refused(works.get(i).command(), Refusal.INTERNAL)));
        return new Prepared(prepared.preparation(), works);
    }
}
