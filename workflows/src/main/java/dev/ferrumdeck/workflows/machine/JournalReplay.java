package dev.ferrumdeck.workflows.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a run again, offline, from its journal alone: a fresh machine is given the recorded events and must want the
 * recorded commands, change the recorded steps and come to the recorded view; the hash chain must be whole.
 */
public final class JournalReplay {
    private final Machine machine;
    private RunState state;
    private String hash = Entry.GENESIS;
    private int n;

    private JournalReplay(RunPlan plan) {
        this.machine = new Machine(plan);
        this.state = RunState.initial(plan);
    }

    /**
     * A recorded entry.
     *
     * @param body its JSON as it was hashed
     * @param hash the recorded hash
     */
    public record Recorded(Entry entry, String body, String hash) {}

    /**
     * What the replay found.
     *
     * @param entries how many entries agreed
     * @param disagreement the first thing that did not, for people; null when all agreed
     * @param state the state after the last entry that agreed
     */
    public record Verdict(int entries, @Nullable String disagreement, RunState state) {
        public boolean agrees() {
            return disagreement == null;
        }
    }

    /** Replays the whole journal of a run, in order from entry 1. */
    public static Verdict of(RunPlan plan, List<Recorded> journal) {
        JournalReplay replay = new JournalReplay(plan);
        for (Recorded recorded : journal) {
            String disagreement = replay.take(recorded);
            if (disagreement != null) {
                return new Verdict(replay.n, "entry " + recorded.entry().n() + ": " + disagreement, replay.state);
            }
        }
        return new Verdict(replay.n, null, replay.state);
    }

    private @Nullable String take(Recorded recorded) {
        Entry entry = recorded.entry();
        if (entry.n() != n + 1) {
            return "expected entry " + (n + 1) + ", so some are missing or out of order";
        }
        if (!entry.previousHash().equals(hash)) {
            return "does not follow the entry before it: " + entry.previousHash() + " is not " + hash;
        }
        if (!JournalHash.of(recorded.body()).equals(recorded.hash())) {
            return "its hash does not cover its content: it was changed after it was written";
        }
        Transition next = machine.apply(state, entry.at(), entry.events());
        String difference = difference(entry, next);
        if (difference == null) {
            state = next.state();
            hash = recorded.hash();
            n = entry.n();
        }
        return difference;
    }

    private static @Nullable String difference(Entry entry, Transition next) {
        if (!next.commands().equals(entry.commands())) {
            return "the machine wants " + next.commands() + ", recorded is " + entry.commands();
        }
        if (!next.changes().equals(entry.changes())) {
            return "the machine changes " + next.changes() + ", recorded is " + entry.changes();
        }
        if (!next.view().equals(entry.view())) {
            return "the machine comes to " + next.view() + ", recorded is " + entry.view();
        }
        return null;
    }
}
