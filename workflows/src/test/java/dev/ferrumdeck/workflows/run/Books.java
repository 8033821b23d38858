package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.PlanStep;
import dev.ferrumdeck.workflows.machine.RunPlan;
import dev.ferrumdeck.workflows.machine.StepChange;
import dev.ferrumdeck.workflows.machine.StepPath;
import dev.ferrumdeck.workflows.machine.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An auditor who knows nothing of the machine: it reads a journal and checks order, outcomes and every sum. */
final class Books {
    private final RunPlan plan;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Amount> reservations = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();
    private final Set<String> settled = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private Amount spent = Amount.ZERO;

    Books(RunPlan plan) {
        this.plan = plan;
    }

    List<String> check(List<Entry> journal) {
        for (int i = 0; i < journal.size(); i++) {
            Entry entry = journal.get(i);
            if (entry.n() != i + 1) {
                violations.add("entry " + entry.n() + " stands at place " + (i + 1));
            }
            entry.events().forEach(this::event);
            entry.changes().forEach(this::change);
            entry.commands().forEach(command -> command(entry, command));
            sums(entry);
        }
        return violations;
    }

    private void event(Event event) {
        if (event instanceof Event.Outcome outcome) {
            String key = outcome.step() + "#" + outcome.attempt();
            Amount reserved = reservations.get(key);
            if (reserved == null || settled.contains(key)) {
                return;
            }
            if (outcome.status() == OutcomeStatus.UNKNOWN) {
                unknown.add(key);
            } else if (!unknown.contains(key)) {
                settle(key, outcome.spent());
            }
        } else if (event instanceof Event.Decided decided) {
            reconciled(decided);
        }
    }

    private void reconciled(Event.Decided decided) {
        String key = decided.approvalId().substring("apr-".length());
        Amount reserved = reservations.get(key);
        if (unknown.contains(key) && reserved != null && !settled.contains(key)) {
            settle(key, decided.verdict() == Verdict.RETRY ? Amount.ZERO : reserved);
        }
    }

    private void settle(String key, Amount used) {
        settled.add(key);
        reservations.remove(key);
        spent = spent.plus(used);
    }

    private void change(StepChange change) {
        if (!ended.contains(change.step()) && change.state().isTerminal()) {
            ended.add(change.step());
        } else if (ended.contains(change.step())) {
            violations.add("ended twice: " + change);
        }
    }

    private void command(Entry entry, Command command) {
        if (command instanceof Command.Finish) {
            reservations.clear();
        }
        if (!(command instanceof Command.Dispatch dispatch)) {
            return;
        }
        String key = dispatch.step() + "#" + dispatch.attempt();
        if (ended.contains(dispatch.step())) {
            violations.add("dispatched after its end: " + key);
        }
        checkOrder(dispatch);
        if (settled.contains(key)) {
            violations.add("dispatched after it was settled: " + key);
        }
        boolean isNew = reservations.putIfAbsent(key, dispatch.allowance()) == null;
        if (isNew && entry.view().budget().overruns() == 0) {
            checkLimit(entry, key);
        }
    }

    private void checkOrder(Command.Dispatch dispatch) {
        String id = StepPath.parse(dispatch.step()).planStep();
        PlanStep step = plan.steps().stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow();
        for (String dependency : step.dependsOn()) {
            if (!ended.contains(dependency)) {
                violations.add("dispatched before " + dependency + " ended: " + dispatch.step());
            }
        }
    }

    private void checkLimit(Entry entry, String key) {
        Limits limits = entry.view().budget().limits();
        Amount total = spent;
        for (Amount amount : reservations.values()) {
            total = total.plus(amount);
        }
        if (above(total.tokens(), limits.tokens())
                || above(total.costMicros(), limits.costMicros())
                || above(total.toolCalls(), limits.toolCalls())) {
            violations.add("reservation of " + key + " above the limit: " + total + " of " + limits);
        }
    }

    private static boolean above(long amount, @Nullable Long limit) {
        return limit != null && amount > limit;
    }

    private void sums(Entry entry) {
        Amount reserved = Amount.ZERO;
        for (Amount amount : reservations.values()) {
            reserved = reserved.plus(amount);
        }
        if (!entry.view().budget().spent().equals(spent)) {
            violations.add("entry " + entry.n() + " says spent "
                    + entry.view().budget().spent() + ", the sum is " + spent);
        }
        if (!entry.view().budget().reserved().equals(reserved)) {
            violations.add("entry " + entry.n() + " says reserved "
                    + entry.view().budget().reserved() + ", the sum is " + reserved);
        }
    }
}
