package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Entry {@code n} of the journal of a run, as the workflow asks for it to be written and carried out.
 *
 * @param n from 1, without gaps
 * @param previousHash hash of entry n-1; 64 zeros for the first
 * @param at when the machine was given the events, in epoch milliseconds, by the workflow's clock
 * @param events what the machine was given, in order; empty when it only works off its backlog
 * @param commands what it wants done, at most 200
 * @param changes the steps that changed
 * @param ignored why events had no effect that should never have been sent; for people
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Entry(
        @JsonProperty("run_id") String runId,
        @JsonProperty("n") int n,
        @JsonProperty("previous_hash") String previousHash,
        @JsonProperty("at") long at,
        @JsonProperty("events") List<Event> events,
        @JsonProperty("commands") List<Command> commands,
        @JsonProperty("changes") List<StepChange> changes,
        @JsonProperty("view") RunView view,

        @JsonProperty("ignored") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> ignored) {
    /** What the first entry has in place of the hash of the one before it. */
    public static final String GENESIS = "0".repeat(64);

    public Entry {
        events = List.copyOf(events);
        commands = List.copyOf(commands);
        changes = List.copyOf(changes);
        ignored = ignored == null ? List.of() : List.copyOf(ignored);
    }

    /** The entry for what the machine made of {@code events}. */
    public static Entry of(String runId, int n, String previousHash, long at, List<Event> events, Transition next) {
        return new Entry(
                runId, n, previousHash, at, events, next.commands(), next.changes(), next.view(), next.ignored());
    }
}
