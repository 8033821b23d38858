package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A step in the state of a run: what the machine must remember of it. Immutable. Names are short and nothing is null in
 * its JSON, as a run may have thousands of them and must fit into one payload of Temporal ({@link StateSize}).
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Node.Planned.class, name = "p"),
    @JsonSubTypes.Type(value = Node.Call.class, name = "c"),
    @JsonSubTypes.Type(value = Node.AgentLoop.class, name = "a"),
    @JsonSubTypes.Type(value = Node.MapItems.class, name = "m"),
    @JsonSubTypes.Type(value = Node.Pause.class, name = "w"),
    @JsonSubTypes.Type(value = Node.Ended.class, name = "e"),
})
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface Node {
    StepKind kind();

    Phase phase();

    /** Its newest attempt, 0 before the first. */
    default int attempt() {
        return 0;
    }

    /** What people call it, such as the tool's name; null where the path says it. */
    default @Nullable String label() {
        return null;
    }

    /** Why it ended, or why it is tried again. */
    default @Nullable String code() {
        return null;
    }

    /** What others see of it. */
    @JsonIgnore
    default StepState state() {
        return phase().state();
    }

    @JsonIgnore
    default boolean isOpen() {
        return true;
    }

    /** Whether a part of it that is not in the state has ended, and is not yet to come. */
    default boolean isPast(StepPath part) {
        return false;
    }

    /** This step in its next phase. */
    Node in(Phase next);

    /** A step that waits for those that it depends on. */
    record Planned(@JsonProperty("k") StepKind kind) implements Node {
        @Override
        public Phase phase() {
            return Phase.PENDING;
        }

        @Override
        public Node in(Phase next) {
            throw new IllegalStateException("a step that has not begun has no phase " + next);
        }
    }

    /** A step that has ended keeps only how. */
    record Ended(
            @JsonProperty("k") StepKind kind,
            @JsonProperty("s") StepState how,
            @JsonProperty("n") int attempt,
            @JsonProperty("l") @Nullable String label,
            @JsonProperty("c") @Nullable String code)
            implements Node {
        @Override
        public Phase phase() {
            return Phase.ENDED;
        }

        @Override
        public StepState state() {
            return how;
        }

        @Override
        public boolean isOpen() {
            return false;
        }

        @Override
        public boolean isPast(StepPath part) {
            return true;
        }

        @Override
        public Node in(Phase next) {
            throw new IllegalStateException("a step that has ended has no phase " + next);
        }
    }

    /**
     * A step that is dispatched: a call of a tool or a model, a question to people.
     *
     * @param tries attempts that were carried out and failed
     * @param waits how many times in a row a wider budget had nothing free
     * @param promptTokens tokens of its prompt (model calls), as far as known
     */
    record Call(
            @JsonProperty("k") StepKind kind,
            @JsonProperty("p") Phase phase,
            @JsonProperty("n") int attempt,
            @JsonProperty("f") int tries,
            @JsonProperty("w") int waits,
            @JsonProperty("h") Hold hold,
            @JsonProperty("z") long promptTokens,
            @JsonProperty("l") @Nullable String label,
            @JsonProperty("c") @Nullable String code)
            implements Node {
        static Call first(StepKind kind, Phase phase) {
            return new Call(kind, phase, 0, 0, 0, Hold.NOTHING, 0, null, null);
        }

        @Override
        public Call in(Phase next) {
            return new Call(kind, next, attempt, tries, waits, hold, promptTokens, label, code);
        }

        Call dispatched(Hold newHold) {
            return new Call(kind, Phase.IN_FLIGHT, attempt + 1, tries, waits, newHold, promptTokens, label, null);
        }

        Call tried(@Nullable String why) {
            return new Call(kind, phase, attempt, tries + 1, 0, hold, promptTokens, label, why);
        }

        Call waited() {
            return new Call(kind, phase, attempt, tries, waits + 1, hold, promptTokens, label, code);
        }

        Call holding(Hold newHold) {
            return new Call(kind, phase, attempt, tries, waits, newHold, promptTokens, label, code);
        }

        Call sized(long tokens) {
            return new Call(kind, phase, attempt, tries, waits, hold, tokens, label, code);
        }

        Call called(String name) {
            return new Call(kind, phase, attempt, tries, waits, hold, promptTokens, name, code);
        }

        @Override
        public StepState state() {
            return phase == Phase.READY && attempt == 0 ? StepState.PENDING : phase.state();
        }

        /** Whether this outcome is what it waits for. */
        boolean awaits(Event.Outcome outcome) {
            return phase == Phase.IN_FLIGHT && outcome.attempt() == attempt;
        }

        /** Whether people are asked, and this is the question. */
        boolean asks(String approvalId) {
            return phase.waitsForPeople() && approvalId.equals(hold.approvalId());
        }
    }

    /**
     * The loop of an agent.
     *
     * @param contextTokens tokens of its next prompt
     * @param rounds model calls so far
     * @param open children that have not ended
     * @param repeats how many rounds in a row proposed the same calls
     * @param calls digest of the calls of the newest round
     * @param purse what it spent of its own budget; null when it has none
     * @param end why it will end as soon as nothing of it is in motion; null while it goes on
     */
    record AgentLoop(
            @JsonProperty("p") Phase phase,
            @JsonProperty("z") long contextTokens,
            @JsonProperty("r") int rounds,
            @JsonProperty("o") int open,
            @JsonProperty("s") int repeats,
            @JsonProperty("d") String calls,
            @JsonProperty("b") @Nullable Purse purse,
            @JsonProperty("e") @Nullable Ending end)
            implements Node {
        static AgentLoop first(@Nullable Purse purse) {
            return new AgentLoop(Phase.TO_OPEN, 0, 0, 0, 0, "", purse, null);
        }

        @Override
        public StepKind kind() {
            return StepKind.AGENT;
        }

        @Override
        public boolean isPast(StepPath part) {
            return part.modelCall() < rounds;
        }

        @Override
        public AgentLoop in(Phase next) {
            return new AgentLoop(next, contextTokens, rounds, open, repeats, calls, purse, end);
        }

        AgentLoop sized(long tokens) {
            return new AgentLoop(phase, tokens, rounds, open, repeats, calls, purse, end);
        }

        AgentLoop nextRound() {
            return new AgentLoop(Phase.LOOPING, contextTokens, rounds + 1, 1, repeats, calls, purse, end);
        }

        AgentLoop proposed(int count, String digest) {
            int same = digest.equals(calls) ? repeats + 1 : 1;
            return new AgentLoop(phase, contextTokens, rounds, count, same, digest, purse, end);
        }

        AgentLoop oneEnded() {
            return new AgentLoop(phase, contextTokens, rounds, open - 1, repeats, calls, purse, end);
        }

        AgentLoop with(Purse newPurse) {
            return new AgentLoop(phase, contextTokens, rounds, open, repeats, calls, newPurse, end);
        }

        AgentLoop ending(Ending why) {
            return new AgentLoop(phase, contextTokens, rounds, open, repeats, calls, purse, why);
        }
    }

    /**
     * The items of a map.
     *
     * @param items how many there are
     * @param next the first that has not begun
     * @param open how many are in motion
     */
    record MapItems(
            @JsonProperty("p") Phase phase,
            @JsonProperty("i") int items,
            @JsonProperty("x") int next,
            @JsonProperty("o") int open)
            implements Node {
        @Override
        public StepKind kind() {
            return StepKind.MAP;
        }

        @Override
        public boolean isPast(StepPath part) {
            return part.item() < next;
        }

        @Override
        public MapItems in(Phase newPhase) {
            return new MapItems(newPhase, items, next, open);
        }

        static MapItems over(int items) {
            return new MapItems(Phase.LOOPING, items, 0, 0);
        }

        MapItems nextItem() {
            return new MapItems(phase, items, next + 1, open + 1);
        }

        MapItems oneEnded() {
            return new MapItems(phase, items, next, open - 1);
        }
    }

    /** A wait step. */
    record Pause(@JsonProperty("p") Phase phase) implements Node {
        @Override
        public StepKind kind() {
            return StepKind.WAIT;
        }

        @Override
        public Pause in(Phase next) {
            return new Pause(next);
        }
    }
}
