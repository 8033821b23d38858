package dev.ferrumdeck.workflows.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.RunState;
import dev.ferrumdeck.workflows.machine.StepChange;
import java.util.List;

/**
 * What an execution hands on to the next one of the same run.
 *
 * @param n the newest entry of the journal
 * @param hash its hash
 * @param inbox events that no entry has carried yet
 * @param board the steps that the table in the Temporal UI shows
 * @param unsignedSignals how many signals without an id of their own the run has had: the next gets another number
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Carried(
        @JsonProperty("state") RunState state,
        @JsonProperty("n") int n,
        @JsonProperty("hash") String hash,
        @JsonProperty("inbox") List<Event> inbox,
        @JsonProperty("board") List<StepChange> board,
        @JsonProperty("unsigned") Integer unsignedSignals) {
    public Carried {
        board = board == null ? List.of() : List.copyOf(board);
        unsignedSignals = unsignedSignals == null ? 0 : unsignedSignals;
        inbox = List.copyOf(inbox);
    }

    Carried with(List<StepChange> rows, int signals) {
        return new Carried(state, n, hash, inbox, rows, signals);
    }
}
