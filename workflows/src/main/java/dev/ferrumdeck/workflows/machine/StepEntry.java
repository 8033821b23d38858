package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A step in the state of a run. An ended step keeps only how it ended.
 *
 * @param end how it ended; null until then
 * @param attempt its newest attempt, 0 before the first
 * @param tries attempts that were carried out and failed
 * @param contextTokens tokens of its next prompt (model calls, agents), as far as known
 * @param label what people call it, such as the tool's name; null where the path says it
 * @param code why it ended, or why it is tried again
 */
record StepEntry(
        @JsonProperty("kind") StepKind kind,
        @JsonProperty("phase") Phase phase,
        @JsonProperty("end") @Nullable StepState end,
        @JsonProperty("attempt") int attempt,
        @JsonProperty("tries") int tries,
        @JsonProperty("hold") Hold hold,
        @JsonProperty("loop") Loop loop,
        @JsonProperty("context_tokens") long contextTokens,
        @JsonProperty("label") @Nullable String label,
        @JsonProperty("code") @Nullable String code) {

    static StepEntry pending(StepKind kind) {
        return new StepEntry(kind, Phase.PENDING, null, 0, 0, Hold.NOTHING, Loop.NONE, 0, null, null);
    }

    StepEntry in(Phase next) {
        return new StepEntry(kind, next, end, attempt, tries, hold, loop, contextTokens, label, code);
    }

    StepEntry dispatched(Hold newHold) {
        return new StepEntry(kind, Phase.IN_FLIGHT, end, attempt + 1, tries, newHold, loop, contextTokens, label, null);
    }

    StepEntry tried(@Nullable String why) {
        return new StepEntry(kind, phase, end, attempt, tries + 1, hold, loop, contextTokens, label, why);
    }

    StepEntry holding(Hold newHold) {
        return new StepEntry(kind, phase, end, attempt, tries, newHold, loop, contextTokens, label, code);
    }

    StepEntry looping(Loop newLoop) {
        return new StepEntry(kind, phase, end, attempt, tries, hold, newLoop, contextTokens, label, code);
    }

    StepEntry sized(long tokens) {
        return new StepEntry(kind, phase, end, attempt, tries, hold, loop, tokens, label, code);
    }

    StepEntry called(String name) {
        return new StepEntry(kind, phase, end, attempt, tries, hold, loop, contextTokens, name, code);
    }

    StepEntry ended(StepState how, @Nullable String why) {
        return new StepEntry(kind, Phase.ENDED, how, attempt, tries, Hold.NOTHING, Loop.NONE, 0, label, why);
    }

    StepState state() {
        if (end != null) {
            return end;
        }
        return phase == Phase.READY && attempt == 0 ? StepState.PENDING : phase.state();
    }

    boolean isOpen() {
        return end == null;
    }
}
