package dev.ferrumdeck.workflows.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.workflows.machine.Event;
import java.util.List;
import java.util.Objects;

/**
 * Argument of the Update {@code outcomes}. A record and not a bare list, because the type names of events are lost in a
 * list at the root of a payload.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record OutcomeBatch(@JsonProperty("outcomes") List<Event.Outcome> outcomes) {
    public OutcomeBatch {
        outcomes = outcomes == null
                ? List.of()
                : outcomes.stream().filter(Objects::nonNull).toList();
    }
}
