package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.bridge.Ring;
import dev.ferrumdeck.gateway.budgets.WiderBudgets;
import dev.ferrumdeck.gateway.policies.Decider;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.gateway.runs.PinnedRuns;
import dev.ferrumdeck.workflows.dag.PinnedAgent;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.StepChange;
import dev.ferrumdeck.workflows.machine.StepKind;
import dev.ferrumdeck.workflows.machine.StepPath;
import dev.ferrumdeck.workflows.machine.StepState;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Writes one entry inside a transaction: reads in a few queries, works in memory, writes in a few batches. */
@Component
class EntryWriter {
    private final PinnedRuns runs;
    private final StepRows rows;
    private final Values values;
    private final KnownAttempts attempts;
    private final WiderBudgets budgets;
    private final Decider decider;
    private final Settlement settlement;
    private final Outputs outputs;
    private final Commands commands;
    private final EntryStore store;
    private final Journal journal;

    EntryWriter(
            EntryReads reads,
            Settlement settlement,
            Outputs outputs,
            Commands commands,
            EntryStore store,
            Journal journal) {
        this.runs = reads.runs();
        this.rows = reads.rows();
        this.values = reads.values();
        this.attempts = reads.attempts();
        this.budgets = reads.budgets();
        this.decider = reads.decider();
        this.settlement = settlement;
        this.outputs = outputs;
        this.commands = commands;
        this.store = store;
        this.journal = journal;
    }

    /** What was written. */
    record Written(String hash, List<Event> results, List<Ring> rings) {}

    /**
     * Writes the entry and all that it does.
     *
     * @param head as it was locked
     * @param lockBudgets whether to lock the wider budgets first, because they changed under our hands before
     * @throws BudgetChanged when a wider budget no longer has what it had a moment ago: roll back, and try again
     */
    Written write(Entry entry, Journal.Head head, boolean lockBudgets) {
        PinnedRun run = runs.get(entry.runId());
        EntrySteps steps = new EntrySteps(run, entry.changes(), rows, values);
        BudgetAccount account = new BudgetAccount(() -> budgets.of(run.tenantId(), agents(run), lockBudgets));
        EntryContext context = new EntryContext(entry, run, steps, account, decider.policiesNow(), head.taint());
        context.know(attempts.find(entry.runId(), concernedAttempts(entry)));
        steps.load(concernedSteps(context));
        settlement.events(context);
        outputs.set(context);
        entry.commands().forEach(command -> commands.carryOut(context, command));
        return flush(context);
    }

    private Written flush(EntryContext context) {
        PinnedRun run = context.run();
        Entry entry = context.entry();
        store.insertDecisions(run, context.decisions());
        store.insertAttempts(run, context.opened(), context.traceparent());
        attempts.settle(context.charges());
        store.upsertSteps(run, context.steps().writes());
        store.insertDeadLetters(run, failedWorkSteps(entry));
        String hash = journal.write(run.tenantId(), entry, context.results());
        store.updateRun(context, hash);
        List<WiderBudgets.Change> changes = context.budgets().changes();
        if (!changes.isEmpty() && !budgets.apply(changes)) {
            throw new BudgetChanged();
        }
        return new Written(hash, List.copyOf(context.results()), List.copyOf(context.rings()));
    }

    private static Set<KnownAttempts.Key> concernedAttempts(Entry entry) {
        Set<KnownAttempts.Key> keys = new LinkedHashSet<>();
        entry.events().forEach(event -> {
            if (event instanceof Event.Outcome outcome && outcome.attempt() > 0) {
                keys.add(new KnownAttempts.Key(outcome.step(), outcome.attempt()));
            }
        });
        entry.commands().forEach(command -> {
            if (command instanceof Command.Dispatch dispatch) {
                keys.add(new KnownAttempts.Key(dispatch.step(), dispatch.attempt()));
            }
        });
        return keys;
    }

    /** The steps that will be looked at, so that one query reads them. */
    private static Set<String> concernedSteps(EntryContext context) {
        Set<String> paths = new HashSet<>();
        context.entry().commands().forEach(command -> {
            if (command instanceof Command.Open open) {
                concern(context, StepPath.parse(open.step()), paths);
            } else if (command instanceof Command.Dispatch dispatch) {
                concern(context, StepPath.parse(dispatch.step()), paths);
            } else if (command instanceof Command.Reconcile reconcile) {
                paths.add(reconcile.step());
            }
        });
        return paths;
    }

    private static void concern(EntryContext context, StepPath path, Set<String> paths) {
        paths.add(path.toString());
        if (!path.isOfLoop()) {
            paths.addAll(context.run().pinned().definition().upstream(path.planStep()));
            paths.add(path.planStep());
        } else if (path.toolCall() < 0) {
            StepPath owner = path.owner();
            paths.add(
                    path.modelCall() == 1
                            ? owner.toString()
                            : owner.modelCall(path.modelCall() - 1).toString());
        }
    }

    private static List<String> failedWorkSteps(Entry entry) {
        return entry.changes().stream()
                .filter(change -> change.state() == StepState.FAILED && change.attempt() > 0)
                .filter(change -> change.kind() == StepKind.LLM || change.kind() == StepKind.TOOL)
                .map(StepChange::step)
                .toList();
    }

    /** The agents whose budgets a run may draw on. */
    static List<String> agents(PinnedRun run) {
        Stream<String> pinned =
                run.pinned().agents().values().stream().map(PinnedAgent::spec).map(spec -> spec.name());
        return Stream.concat(pinned, run.isAgentRun() ? Stream.of(run.name()) : Stream.empty())
                .distinct()
                .toList();
    }
}
