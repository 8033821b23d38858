package dev.ferrumdeck.gateway.journal;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.RunView;
import dev.ferrumdeck.workflows.machine.StepChange;
import java.util.List;

/** What the journal keeps of an entry, and what its hash covers: the entry and what came of it. */
record JournalBody(
        @JsonProperty("run_id") String runId,
        @JsonProperty("n") int n,
        @JsonProperty("previous_hash") String previousHash,
        @JsonProperty("at") long at,
        @JsonProperty("events") List<Event> events,
        @JsonProperty("commands") List<Command> commands,
        @JsonProperty("changes") List<StepChange> changes,
        @JsonProperty("view") RunView view,
        @JsonProperty("results") List<Event> results) {

    static JournalBody of(Entry entry, List<Event> results) {
        return new JournalBody(
                entry.runId(),
                entry.n(),
                entry.previousHash(),
                entry.at(),
                entry.events(),
                entry.commands(),
                entry.changes(),
                entry.view(),
                List.copyOf(results));
    }

    /** What the machine was given. Two entries with the same request were given the same. */
    record Request(
            @JsonProperty("at") long at,
            @JsonProperty("events") List<Event> events) {}

    /** What the machine wanted done. */
    record Wanted(@JsonProperty("commands") List<Command> commands) {}
}
