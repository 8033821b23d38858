package dev.ferrumdeck.workflows.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.RunState;
import java.util.List;

/**
 * What an execution hands on to the next one of the same run.
 *
 * @param n the newest entry of the journal
 * @param hash its hash
 * @param inbox events that no entry has carried yet
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Carried(
        @JsonProperty("state") RunState state,
        @JsonProperty("n") int n,
        @JsonProperty("hash") String hash,
        @JsonProperty("inbox") List<Event> inbox) {
    public Carried {
        inbox = List.copyOf(inbox);
    }
}
