package dev.ferrumdeck.workflows.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of a run in the making, during one application of the machine. Mutable, not shared. */
final class Work {
    private static final int SIGNALS_REMEMBERED = 200;

    private final RunState before;
    private final PlanIndex plan;
    private final long at;
    private final Ledger ledger;
    private final Map<String, StepEntry> steps;
    private final Set<String> ready;
    private final Map<String, MachineTimer> timers;
    private final Map<String, Event.Decided> decided;
    private final List<String> signals;
    private final List<Command> commands = new ArrayList<>();
    private final Map<String, StepChange> touched = new LinkedHashMap<>();
    private final long workMillis;
    private boolean paused;
    private boolean backlog;
    private Command.@Nullable Finish finish;

    Work(RunState before, PlanIndex plan, long at) {
        this.before = before;
        this.plan = plan;
        this.at = at;
        this.ledger = new Ledger(before.limits(), before.spent(), before.reserved(), before.overruns());
        this.steps = new LinkedHashMap<>(before.steps());
        this.ready = new LinkedHashSet<>(before.ready());
        this.timers = new LinkedHashMap<>(before.timers());
        this.decided = new LinkedHashMap<>(before.decided());
        this.signals = new ArrayList<>(before.signals());
        this.paused = before.paused();
        this.workMillis = before.workMillis() + (before.activeSince() < 0 ? 0 : Math.max(0, at - before.activeSince()));
    }

    PlanIndex plan() {
        return plan;
    }

    Ledger ledger() {
        return ledger;
    }

    long at() {
        return at;
    }

    @Nullable
    StepEntry find(String path) {
        return steps.get(path);
    }

    StepEntry get(StepPath path) {
        StepEntry entry = steps.get(path.toString());
        if (entry == null) {
            throw new IllegalStateException(
                    "no step " + path + " in the state of run " + plan.plan().runId());
        }
        return entry;
    }

    Map<String, StepEntry> steps() {
        return steps;
    }

    void put(String path, StepEntry entry) {
        put(path, entry, entry.label());
    }

    /** Sets a step, with a note for people that is not kept in the state. */
    void put(String path, StepEntry entry, @Nullable String note) {
        steps.put(path, entry);
        touched.put(path, new StepChange(path, entry.kind(), entry.state(), entry.attempt(), entry.code(), note));
    }

    /** Forgets a step that has ended and can no longer matter. */
    void forget(String path) {
        steps.remove(path);
    }

    void makeReady(String path, StepEntry entry, Phase phase) {
        put(path, entry.in(phase));
        ready.add(path);
    }

    Set<String> ready() {
        return ready;
    }

    void command(Command command) {
        commands.add(command);
    }

    boolean isFull() {
        return commands.size() >= Machine.MAX_COMMANDS;
    }

    void startTimer(String id, MachineTimer timer) {
        timers.put(id, timer);
    }

    void stopTimer(String id) {
        timers.remove(id);
    }

    /** Takes a timer out if it is really due; a stale firing answers null. */
    @Nullable
    MachineTimer takeDue(String id) {
        MachineTimer timer = timers.get(id);
        if (timer == null || timer.dueAt() > at) {
            return null;
        }
        return timers.remove(id);
    }

    void keepEarly(Event.Decided decision) {
        decided.put(decision.approvalId(), decision);
    }

    Event.@Nullable Decided takeEarly(String approvalId) {
        return decided.remove(approvalId);
    }

    /** Whether this signal is new; remembers it. */
    boolean isNews(String signalId) {
        if (signals.contains(signalId)) {
            return false;
        }
        if (signals.size() == SIGNALS_REMEMBERED) {
            signals.remove(0);
        }
        signals.add(signalId);
        return true;
    }

    boolean isPaused() {
        return paused;
    }

    void pause(boolean now) {
        paused = now;
    }

    void leaveBacklog(boolean left) {
        backlog = left;
    }

    boolean isOver() {
        return finish != null || before.status().isTerminal();
    }

    long workMillis() {
        return workMillis;
    }

    /** The run is to end with this entry; what else the entry carries is settled, and opens nothing. The first end wins. */
    void finish(RunStatus status, @Nullable String code, @Nullable String message, @Nullable String step) {
        if (!isOver()) {
            finish = new Command.Finish(status, code, message, step);
        }
    }

    /** Whatever is open is cancelled, and only how the run ended is kept. */
    private void close(Command.Finish end) {
        steps.forEach((path, entry) -> {
            if (entry.isOpen()) {
                touchCancelled(path, entry);
            }
        });
        steps.clear();
        ready.clear();
        timers.clear();
        decided.clear();
        ledger.releaseAll();
        // an entry that ends the run opens nothing; votes are still taken, if only to be refused
        commands.removeIf(command -> !(command instanceof Command.Vote));
        commands.add(end);
    }

    private void touchCancelled(String path, StepEntry entry) {
        touched.put(
                path,
                new StepChange(path, entry.kind(), StepState.CANCELLED, entry.attempt(), "cancelled", entry.label()));
    }

    Transition done() {
        if (finish != null) {
            close(finish);
        }
        boolean active = !isOver() && !paused && steps.values().stream().anyMatch(this::isWork);
        RunState state = new RunState(
                status(active),
                paused,
                steps,
                List.copyOf(ready),
                backlog && !isOver(),
                timers,
                decided,
                signals,
                ledger.limits(),
                ledger.spent(),
                ledger.reserved(),
                ledger.overruns(),
                workMillis,
                active ? at : -1);
        return new Transition(state, commands, changes(), Views.of(state, at));
    }

    private List<StepChange> changes() {
        return touched.values().stream().filter(this::isChange).toList();
    }

    private boolean isChange(StepChange change) {
        StepEntry old = before.steps().get(change.step());
        return old == null
                || old.state() != change.state()
                || old.attempt() != change.attempt()
                || !Objects.equals(old.code(), change.code());
    }

    private boolean isWork(StepEntry entry) {
        return entry.phase().isWork();
    }

    private RunStatus status(boolean active) {
        if (finish != null) {
            return finish.status();
        }
        if (before.status().isTerminal()) {
            return before.status();
        }
        if (paused) {
            return RunStatus.PAUSED;
        }
        boolean moves =
                active && steps.values().stream().anyMatch(e -> e.phase().isWork() && e.phase() != Phase.TIMING);
        return moves ? RunStatus.RUNNING : RunStatus.WAITING;
    }
}
