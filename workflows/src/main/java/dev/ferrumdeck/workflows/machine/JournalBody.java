package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What the journal keeps of an entry, and what its hash covers: the entry and what came of it. The gateway hashes it as it
 * writes, and the run as it takes the answer: where they differ, one of them has other code than wrote the journal.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JournalBody(
        @JsonProperty("run_id") String runId,
        @JsonProperty("n") int n,
        @JsonProperty("previous_hash") String previousHash,
        @JsonProperty("at") long at,
        @JsonProperty("events") List<Event> events,
        @JsonProperty("commands") List<Command> commands,
        @JsonProperty("changes") List<StepChange> changes,
        @JsonProperty("view") RunView view,

        @JsonProperty("ignored") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> ignored,

        @JsonProperty("results") List<Event> results) {
    public JournalBody {
        ignored = ignored == null ? List.of() : List.copyOf(ignored);
    }

    public static JournalBody of(Entry entry, List<Event> results) {
        return new JournalBody(
                entry.runId(),
                entry.n(),
                entry.previousHash(),
                entry.at(),
                entry.events(),
                entry.commands(),
                entry.changes(),
                entry.view(),
                entry.ignored(),
                List.copyOf(results));
    }

    /** The entry that this is the record of. */
    public Entry entry() {
        return new Entry(runId, n, previousHash, at, events, commands, changes, view, ignored);
    }

    /** What the machine was given. Two entries with the same request were given the same. */
    public record Request(
            @JsonProperty("at") long at,
            @JsonProperty("events") List<Event> events) {}

    /** What the machine wanted done. */
    public record Wanted(@JsonProperty("commands") List<Command> commands) {}
}
