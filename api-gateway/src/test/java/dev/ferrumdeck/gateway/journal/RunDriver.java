package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.Hints;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.Machine;
import dev.ferrumdeck.workflows.machine.RunPlan;
import dev.ferrumdeck.workflows.machine.RunState;
import dev.ferrumdeck.workflows.machine.Transition;
import dev.ferrumdeck.workflows.run.Control;
import java.util.ArrayList;
import java.util.List;

/** Drives a run as its workflow does, step by step and without Temporal. */
class RunDriver {
    /** In the place of a run before there is one. */
    static final RunDriver NONE = new RunDriver(
            entry -> {
                throw new IllegalStateException("no run yet");
            },
            new RunPlan("run_0", "", List.of(), Limits.NONE, null, 1, "", "", "", RunPlan.NEWEST_MACHINE));

    private final Control control;
    private final RunPlan plan;
    private final Machine machine;
    private final List<Event> inbox = new ArrayList<>();
    RunState state;
    int n;
    String hash = Entry.GENESIS;
    long at = 1_000;

    RunDriver(Control control, RunPlan plan) {
        this.control = control;
        this.plan = plan;
        this.machine = new Machine(plan);
        this.state = RunState.initial(plan);
    }

    String id() {
        return plan.runId();
    }

    RunPlan plan() {
        return plan;
    }

    /** The entry that these events would make now. */
    Entry entry(Event... events) {
        Transition next = machine.apply(state, at, List.of(events));
        return Entry.of(id(), n + 1, hash, at, List.of(events), next);
    }

    /** Begins the run, and goes on until nothing more follows at once. */
    RunDriver start() {
        give(new Event.Started());
        settle();
        return this;
    }

    /** Writes one entry with these events, or with what is recorded of them. */
    Answer give(Event... events) {
        Event[] sound = Hints.sound(List.of(events)).toArray(Event[]::new);
        Transition next = machine.apply(state, at, List.of(sound));
        Answer answer = control.advance(entry(sound));
        while (answer.kind() == Answer.Kind.SUPERSEDED) {
            at = answer.at();
            Event[] backed = answer.events().toArray(Event[]::new);
            next = machine.apply(state, at, List.of(backed));
            answer = control.advance(entry(backed));
        }
        if (answer.kind() == Answer.Kind.WRITTEN) {
            state = next.state();
            n++;
            hash = answer.hash();
            at += 1_000;
            inbox.addAll(answer.results());
        }
        return answer;
    }

    /** Works off what was answered at once. */
    void settle() {
        while (!inbox.isEmpty() || state.backlog()) {
            Event[] events = inbox.toArray(Event[]::new);
            inbox.clear();
            give(events);
        }
    }

    List<Event> waiting() {
        return List.copyOf(inbox);
    }
}
