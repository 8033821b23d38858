package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.Machine;
import dev.ferrumdeck.workflows.machine.MachineTimer;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.RunPlan;
import dev.ferrumdeck.workflows.machine.RunState;
import dev.ferrumdeck.workflows.machine.Transition;
import dev.ferrumdeck.workflows.machine.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One random life of a run: outcomes late, early and twice, lost workflow tasks (the entry was committed, its task was
 * not), stale orchestrators, people, pauses, cancels, continue-as-new; then calm, in which it must come to an end.
 */
final class Schedule {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int STEPS_OF_CALM = 3_000;

    private final Random random;
    private final RunPlan plan;
    final SimulatedWorld world;
    /** What Temporal's history has: the run as of its newest completed task, and signals since. */
    private Carried durable;

    private final Map<String, Event> signals = new LinkedHashMap<>();
    private final List<Event.Outcome> undelivered = new ArrayList<>();
    private JournalLoop loop;
    private JournalLoop stale;
    private long now = 1_000_000;
    private int lost;
    private int superseded;
    private int signalIds;
    private int lied;

    /** A world in which the journal takes a hint for the truth. */
    Schedule believing() {
        world.believesNothing = false;
        return this;
    }

    Schedule(long seed, boolean firstWriterWins) {
        this.random = new Random(seed);
        this.plan = new RandomPlan(random).next();
        this.world = new SimulatedWorld(plan, random, firstWriterWins);
        this.loop = loop(null);
        this.durable = loop.carry();
        this.stale = loop(durable);
    }

    private JournalLoop loop(@Nullable Carried carried) {
        return new JournalLoop(new RunInput(plan, carried), SimulatedWorld::hashOf);
    }

    Schedule run() {
        int storm = 20 + random.nextInt(60);
        for (int i = 0; i < storm && !isOver(); i++) {
            stormStep();
        }
        world.calm = true;
        signal(new Event.ResumeRequested("calm", null));
        for (int i = 0; i < STEPS_OF_CALM && !isOver(); i++) {
            calmStep();
        }
        check();
        checkTruth();
        return this;
    }

    private boolean isOver() {
        return loop.finish().isPresent();
    }

    private void stormStep() {
        now += random.nextInt(1_500);
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> workflowTask(random.nextInt(5) == 0);
            case 4, 5, 6 -> endOne();
            case 7, 8 -> deliver(random.nextInt(4) == 0);
            case 9 -> answerOne();
            case 10 -> fireTimers();
            case 11 -> people();
            case 12 -> staleWrites();
            case 13, 14 -> lie();
            default -> signal(new Event.Nudged());
        }
    }

    private void calmStep() {
        now += 200;
        endOne();
        deliver(false);
        answerOne();
        fireTimers();
        workflowTask(false);
    }

    private void people() {
        String id = "sig-" + signalIds++;
        switch (random.nextInt(12)) {
            case 0 -> signal(new Event.CancelRequested(id, "ann", null));
            case 1, 2, 3 -> signal(new Event.PauseRequested(id, null));
            case 4, 5, 6, 7, 8 -> signal(new Event.ResumeRequested(id, null));
            default -> signal(new Event.BudgetChanged(id, null, new Limits(100_000L, null, null, null)));
        }
    }

    /** Somebody with access to Temporal sends what did not happen. */
    private void lie() {
        List<String> live = List.copyOf(world.live.keySet());
        List<String> open = List.copyOf(world.openApprovals.keySet());
        List<Event> lies = new ArrayList<>();
        lies.add(new Event.CancelRequested("forged", "ann", null));
        lies.add(new Event.BudgetChanged("forged", "ann", new Limits(null, null, 1_000_000L, null)));
        if (!live.isEmpty()) {
            String[] key = live.get(random.nextInt(live.size())).split("#", 2);
            OutcomeStatus[] any = {OutcomeStatus.COMPLETED, OutcomeStatus.FAILED, OutcomeStatus.CANCELLED};
            lies.add(Event.Outcome.of(key[0], Integer.parseInt(key[1]), any[random.nextInt(any.length)]));
            lies.add(Event.Outcome.of(key[0], 0, OutcomeStatus.SKIPPED));
        }
        if (!open.isEmpty()) {
            String id = open.get(random.nextInt(open.size()));
            String step = world.openApprovals.get(id);
            lies.add(new Event.Decided(id, String.valueOf(step), Verdict.APPROVED, true, "ann", 0));
        }
        Event lie = lies.get(random.nextInt(lies.size()));
        lied++;
        signals.put(lie.key(), lie);
        loop.inbox().add(lie);
    }

    private void signal(Event event) {
        world.said.put(event.key(), event);
        signals.put(event.key(), event);
        loop.inbox().add(event);
    }

    private void endOne() {
        List<String> live = List.copyOf(world.live.keySet());
        if (!live.isEmpty()) {
            undelivered.add(world.end(live.get(random.nextInt(live.size()))));
        }
    }

    private void answerOne() {
        List<String> open = List.copyOf(world.openApprovals.keySet());
        if (!open.isEmpty()) {
            signal(world.answer(open.get(random.nextInt(open.size()))));
        }
    }

    /** The relay: an Update with what waits, in any order; an answer that is lost means that it is sent again. */
    private void deliver(boolean unanswered) {
        List<Event.Outcome> batch = List.copyOf(undelivered);
        if (batch.stream().allMatch(loop::isKnown)) {
            undelivered.removeAll(batch);
            return;
        }
        batch.forEach(loop.inbox()::add);
        boolean lose = unanswered || (random.nextInt(6) == 0 && !world.calm);
        workflowTask(lose);
        if (!lose) {
            undelivered.removeAll(batch);
        }
    }

    private void fireTimers() {
        for (Map.Entry<String, MachineTimer> timer : loop.state().timers().entrySet()) {
            if (timer.getValue().dueAt() <= now) {
                loop.inbox().add(new Event.TimerFired(timer.getKey()));
            }
        }
    }

    /** A workflow task: entries until nothing is left to do. When it is lost, only the journal remembers it. */
    private void workflowTask(boolean lose) {
        while (loop.hasWork() && !isOver()) {
            loop.writeEntry(now, this::advance);
        }
        if (lose) {
            lost++;
            loop = loop(durable);
            signals.values().forEach(loop.inbox()::add);
            now += random.nextInt(50);
            return;
        }
        if (isOver()) {
            return;
        }
        durable = random.nextInt(20) == 0 ? overTheWire(loop.carry()) : loop.carry();
        signals.keySet().removeIf(key -> !loop.inbox().has(key));
        loop = loop(durable);
        if (random.nextInt(10) == 0) {
            stale = loop(durable);
        }
    }

    /** A gateway that was paused comes back with an old state, and what it happens to hold. */
    private void staleWrites() {
        undelivered.stream().filter(outcome -> random.nextBoolean()).forEach(stale.inbox()::add);
        for (int i = random.nextInt(4);
                i > 0 && stale.hasWork() && stale.finish().isEmpty();
                i--) {
            stale.writeEntry(now, this::advance);
        }
    }

    private Answer advance(Entry entry) {
        Answer answer = world.advance(entry);
        if (answer.kind() == Answer.Kind.SUPERSEDED) {
            superseded++;
        }
        return answer;
    }

    private static Carried overTheWire(Carried carried) {
        return JSON.readValue(JSON.writeValueAsString(carried), Carried.class);
    }

    private void check() {
        if (!isOver()) {
            world.violations.add("did not end: " + loop.state());
        }
        if (!world.live.isEmpty()) {
            world.violations.add("attempts outlive their run: " + world.live.keySet());
        }
        world.violations.addAll(new Books(plan).check(world.journal));
        RunState state = RunState.initial(plan);
        Machine machine = new Machine(plan);
        for (Entry entry : world.journal) {
            Transition next = machine.apply(state, entry.at(), entry.events());
            if (!next.commands().equals(entry.commands()) || !next.view().equals(entry.view())) {
                world.violations.add("replay differs at entry " + entry.n());
                return;
            }
            state = next.state();
        }
        if (isOver() && !state.equals(loop.state())) {
            world.violations.add("replay ends in another state: " + state + " is not " + loop.state());
        }
    }

    /** No entry was given an outcome, a decision or a word of people that did not happen. */
    private void checkTruth() {
        for (Entry entry : world.journal) {
            for (Event event : entry.events()) {
                boolean forged = event.key().equals("signal:forged") && !(event instanceof Event.Unbacked);
                boolean decided = event instanceof Event.Decided decision
                        && !decision.equals(world.decisions.get(decision.approvalId()));
                if (forged || decided) {
                    world.violations.add("entry " + entry.n() + " believed " + event);
                }
            }
        }
    }

    int lied() {
        return lied;
    }

    int lost() {
        return lost;
    }

    int superseded() {
        return superseded;
    }
}
