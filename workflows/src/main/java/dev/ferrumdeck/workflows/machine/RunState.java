package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a run between two entries of its journal. Immutable; JSON for continue-as-new. It keeps only what can
 * still matter: an ended step shrinks to its end, the children of a closed loop go.
 *
 * @param steps by path, in the order they came up
 * @param ready paths of steps that may be opened or dispatched, in order
 * @param backlog whether commands were left over because the entry was full
 * @param decided decisions that came before the question, by approval id
 * @param signals ids of the newest signals, so that a repeated one has no effect
 * @param workMillis work time up to {@code activeSince}
 * @param activeSince since when work time runs, in epoch milliseconds; -1 while it does not
 * @param notices what went otherwise than asked, for people: the first overruns and answers that were cut off
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunState(
        @JsonProperty("status") RunStatus status,
        @JsonProperty("paused") boolean paused,
        @JsonProperty("steps") Map<String, Node> steps,
        @JsonProperty("ready") List<String> ready,
        @JsonProperty("backlog") boolean backlog,
        @JsonProperty("timers") Map<String, MachineTimer> timers,
        @JsonProperty("decided") Map<String, Event.Decided> decided,
        @JsonProperty("signals") List<String> signals,
        @JsonProperty("limits") Limits limits,
        @JsonProperty("spent") Amount spent,
        @JsonProperty("reserved") Amount reserved,
        @JsonProperty("overruns") int overruns,
        @JsonProperty("work_ms") long workMillis,
        @JsonProperty("active_since") long activeSince,
        @JsonProperty("notices") List<String> notices) {
    public RunState {
        notices = notices == null ? List.of() : List.copyOf(notices);
        steps = ordered(steps);
        ready = List.copyOf(ready);
        timers = ordered(timers);
        decided = ordered(decided);
        signals = List.copyOf(signals);
    }

    /** The state of a run that has not begun. */
    public static RunState initial(RunPlan plan) {
        return new RunState(
                RunStatus.RUNNING,
                false,
                Map.of(),
                List.of(),
                false,
                Map.of(),
                Map.of(),
                List.of(),
                plan.limits(),
                Amount.ZERO,
                Amount.ZERO,
                0,
                0,
                -1,
                List.of());
    }

    /** Work time until {@code at}. */
    long workMillis(long at) {
        return activeSince < 0
                ? workMillis
                : Saturating.plus(workMillis, Math.max(0, Saturating.minus(at, activeSince)));
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
