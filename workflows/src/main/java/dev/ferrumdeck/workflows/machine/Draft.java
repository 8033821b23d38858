package dev.ferrumdeck.workflows.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The next state of a run, while it is drafted by one application of the machine. Mutable, not shared. */
final class Draft {
    private static final int SIGNALS_REMEMBERED = 200;
    private static final int NOTICES_KEPT = 5;

    private final RunState before;
    private final PlanIndex plan;
    private final long at;
    private final Ledger ledger;
    private final Map<String, Node> steps;
    private final Set<String> ready;
    private final Map<String, MachineTimer> timers;
    private final Map<String, Event.Decided> decided;
    private final List<String> signals;
    private final List<String> notices;
    private final List<String> ignored = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private final Map<String, StepChange> touched = new LinkedHashMap<>();
    private final long workMillis;
    private boolean paused;
    private boolean backlog;
    private Command.@Nullable Finish finish;

    Draft(RunState before, PlanIndex plan, long at) {
        this.before = before;
        this.plan = plan;
        this.at = at;
        this.ledger = new Ledger(before.limits(), before.spent(), before.reserved(), before.overruns());
        this.steps = new LinkedHashMap<>(before.steps());
        this.ready = new LinkedHashSet<>(before.ready());
        this.timers = new LinkedHashMap<>(before.timers());
        this.decided = new LinkedHashMap<>(before.decided());
        this.signals = new ArrayList<>(before.signals());
        this.notices = new ArrayList<>(before.notices());
        this.paused = before.paused();
        this.workMillis = before.workMillis(at);
    }

    PlanIndex plan() {
        return plan;
    }

    MachineVersion version() {
        return plan.version();
    }

    Ledger ledger() {
        return ledger;
    }

    long at() {
        return at;
    }

    @Nullable
    Node find(String path) {
        return steps.get(path);
    }

    Node get(StepPath path) {
        Node entry = steps.get(path.toString());
        if (entry == null) {
            throw new IllegalStateException(
                    "no step " + path + " in the state of run " + plan.plan().runId());
        }
        return entry;
    }

    Map<String, Node> steps() {
        return steps;
    }

    void put(String path, Node entry) {
        put(path, entry, entry.label());
    }

    /** Sets a step, with a note for people that is not kept in the state. */
    void put(String path, Node entry, @Nullable String note) {
        steps.put(path, entry);
        touched.put(path, new StepChange(path, entry.kind(), entry.state(), entry.attempt(), entry.code(), note));
    }

    /** Sets what only the machine sees of a step. */
    void replace(String path, Node entry) {
        steps.put(path, entry);
    }

    /** A step ends. */
    void end(String path, Node entry, Ending ending) {
        Node ended = new Node.Ended(entry.kind(), ending.how(), entry.attempt(), entry.label(), ending.code());
        put(path, ended, ending.note() == null ? entry.label() : ending.note());
    }

    /** Forgets a step that has ended and can no longer matter. */
    void forget(String path) {
        steps.remove(path);
    }

    void makeReady(String path, Node entry) {
        put(path, entry);
        ready.add(path);
    }

    /** Whether one more step fits beside those that are with workers, or will be. */
    boolean hasRoom() {
        if (version().fillsMapsBeyondRun()) {
            return true;
        }
        int most = plan.plan().maxInFlight();
        return ready.size() < most && ready.size() + inFlight() < most;
    }

    int inFlight() {
        return (int) steps.values().stream()
                .filter(entry -> entry.phase() == Phase.IN_FLIGHT)
                .count();
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

    /** Something that people should know of how the run went. */
    void notice(String notice) {
        if (version().givesNotice() && notices.size() < NOTICES_KEPT) {
            notices.add(notice);
        }
    }

    List<String> notices() {
        return notices;
    }

    /** An event did not fit and has no effect. */
    void ignore(String why) {
        ignored.add(why);
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

    private void touchCancelled(String path, Node entry) {
        touched.put(
                path,
                new StepChange(path, entry.kind(), StepState.CANCELLED, entry.attempt(), "cancelled", entry.label()));
    }

    Transition done() {
        if (finish != null) {
            close(finish);
        }
        boolean active = !isOver() && isActive();
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
                active ? at : -1,
                notices);
        return new Transition(state, commands, changes(), Views.of(state, at), ignored);
    }

    private List<StepChange> changes() {
        return touched.values().stream().filter(this::isChange).toList();
    }

    private boolean isChange(StepChange change) {
        Node old = before.steps().get(change.step());
        return old == null
                || old.state() != change.state()
                || old.attempt() != change.attempt()
                || !Objects.equals(old.code(), change.code());
    }

    /** Whether work time runs. */
    boolean isActive() {
        return !paused && steps.values().stream().anyMatch(this::isWork);
    }

    /** Whether time of this step is work time. One that is ready and blocked waits for what others have reserved. */
    boolean isWork(Node entry) {
        boolean blocked = entry.phase() == Phase.READY && !version().countsTimeOfBlockedSteps() && !backlog;
        return entry.phase().isWork() && !blocked;
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
        boolean moves = active && steps.values().stream().anyMatch(e -> isWork(e) && e.phase() != Phase.TIMING);
        return moves ? RunStatus.RUNNING : RunStatus.WAITING;
    }
}
