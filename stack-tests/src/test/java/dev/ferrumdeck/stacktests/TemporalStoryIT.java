package dev.ferrumdeck.stacktests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an operator reads of a run in the Temporal web UI, past its event history: its result and its memo. */
class TemporalStoryIT {
    private final TestStack stack = TestStack.shared();

    @Test
    void a_completed_run_has_a_result_that_says_how_it_went_and_a_memo_that_says_where_the_rest_is() {
        String run = stack.start("three-slow", Map.of());
        assertThat(stack.statusOf(run)).isEqualTo("completed");

        JsonNode result = Temporal.result(stack, run);
        assertThat(result.path("status").asString()).isEqualTo("completed");
        assertThat(result.path("tool_calls").asInt()).isEqualTo(3);
        assertThat(result.path("entries").asInt()).isPositive();
        assertThat(result.path("output").asString()).isEqualTo("ferrumdeck run get " + run);
        assertThat(Temporal.memo(stack, run))
                .containsEntry("journal", "\"/v1/runs/" + run + "/journal\"")
                .containsEntry("watch", "\"ferrumdeck run watch " + run + "\"");
    }
}
