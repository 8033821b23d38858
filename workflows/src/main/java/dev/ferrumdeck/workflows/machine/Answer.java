package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code advance} says to an entry.
 *
 * @param kind {@code WRITTEN}: this entry stands, now or already. {@code SUPERSEDED}: another entry n stands, or
 *     none with these events: apply those of the answer at its time and ask again. {@code DIVERGED}: entry n stands with the same events but other commands: the
 *     machine's code changed without a version, a person is needed
 *     {@code ENDED}: the run is over, and takes no entry: the workflow that asks, which a reset has made or which outlived its
 *     run, ends as the run did
 * @param hash hash of entry n as it stands; empty while none does
 * @param results immediate outcomes: events of entry n + 1 (when written)
 * @param at time of the recorded entry (when superseded)
 * @param events events of the recorded entry (when superseded)
 * @param end how the run ended (when it has)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Answer(
        @JsonProperty("kind") Kind kind,
        @JsonProperty("hash") String hash,
        @JsonProperty("results") List<Event> results,
        @JsonProperty("at") long at,
        @JsonProperty("events") List<Event> events,
        @JsonProperty("note") @Nullable String note,

        @JsonProperty("end") @JsonInclude(JsonInclude.Include.NON_NULL)
        Command.@Nullable Finish end) {
    public Answer {
        results = List.copyOf(results);
        events = List.copyOf(events);
    }

    /** Whether the entry stands. */
    public enum Kind {
        WRITTEN,
        SUPERSEDED,
        DIVERGED,
        ENDED
    }

    public static Answer written(String hash, List<Event> results) {
        return new Answer(Kind.WRITTEN, hash, results, 0, List.of(), null, null);
    }

    public static Answer superseded(String hash, long at, List<Event> events) {
        return new Answer(Kind.SUPERSEDED, hash, List.of(), at, events, null, null);
    }

    /** Not these events: nothing stands yet, and some of them did not happen, or not so. */
    public static Answer corrected(long at, List<Event> events) {
        return new Answer(Kind.SUPERSEDED, "", List.of(), at, events, null, null);
    }

    public static Answer diverged(String hash, String note) {
        return new Answer(Kind.DIVERGED, hash, List.of(), 0, List.of(), note, null);
    }

    /** @param end how the run ended, as it is recorded */
    public static Answer ended(Command.Finish end) {
        return new Answer(Kind.ENDED, "", List.of(), 0, List.of(), null, end);
    }
}
