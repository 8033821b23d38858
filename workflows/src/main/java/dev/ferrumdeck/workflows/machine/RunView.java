package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run looks like after an entry: the projection in the {@code runs} table.
 *
 * @param waitingFor what it waits for, for people: {@code approval of payments.refund}; null when it works
 * @param notices what went otherwise than asked: the first calls that used more than was reserved for them, and answers
 *     that were cut off
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunView(
        @JsonProperty("status") RunStatus status,
        @JsonProperty("waiting_for") @Nullable String waitingFor,
        @JsonProperty("budget") BudgetView budget,

        @JsonProperty("notices") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> notices) {
    public RunView {
        notices = notices == null ? List.of() : List.copyOf(notices);
    }
}
