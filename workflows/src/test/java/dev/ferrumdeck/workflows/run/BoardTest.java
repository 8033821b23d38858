package dev.ferrumdeck.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.BudgetView;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.RunStatus;
import dev.ferrumdeck.workflows.machine.RunView;
import dev.ferrumdeck.workflows.machine.StepChange;
import dev.ferrumdeck.workflows.machine.StepKind;
import dev.ferrumdeck.workflows.machine.StepState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final RunView WAITING = new RunView(
            RunStatus.WAITING,
            "approval of payments.refund",
            new BudgetView(
                    new Limits(50_000L, 500_000L, null, null),
                    new Amount(600, 8_400, 1),
                    new Amount(0, 0, 0),
                    2_300,
                    0),
            List.of());

    private final Board board = new Board();

    private static StepChange step(String path, StepState state, int attempt, @Nullable String code, String note) {
        return new StepChange(path, StepKind.TOOL, state, attempt, code, note);
    }

    /** The text as people read it: spaces and hyphens that do not break look like others. */
    private String read() {
        return board.render(WAITING, 8).replace('\u00a0', ' ').replace('\u2011', '-');
    }

    @Test
    void it_says_what_the_run_waits_for_and_what_it_has_spent() {
        assertThat(read())
                .startsWith("**waiting** for approval of payments.refund\n\n"
                        + "budget: USD 0.0084 of 0.5000, 600 of 50000 tokens, 1 tool calls, 2 s of work; journal"
                        + " entry 8");
    }

    @Test
    void steps_that_have_not_ended_come_first() {
        board.apply(
                List.of(),
                List.of(
                        step("agent/tool-1-0", StepState.COMPLETED, 2, null, "orders.lookup"),
                        step("agent/tool-3-0", StepState.WAITING, 1, null, "payments.refund")));
        assertThat(read().lines().filter(line -> line.startsWith("| agent")))
                .containsExactly(
                        "| agent/tool-3-0  | waiting  |   | payments.refund |",
                        "| agent/tool-1-0  | completed #2  |   | orders.lookup |");
    }

    @Test
    void a_worker_is_named_by_its_pool_and_the_end_of_its_name() {
        board.apply(
                List.of(outcomeOf("a", "java-01m87kz8z4r525z9jexn4j2nmt"), outcomeOf("b", "w1")),
                List.of(step("a", StepState.COMPLETED, 1, null, ""), step("b", StepState.COMPLETED, 1, null, "")));
        assertThat(read()).contains("| a  | completed  | java 4j2nmt  |").contains("| b  | completed  | w1  |");
    }

    private static Event.Outcome outcomeOf(String step, String worker) {
        return new Event.Outcome(
                step,
                1,
                OutcomeStatus.COMPLETED,
                null,
                false,
                null,
                Amount.ONE_TOOL_CALL,
                0,
                List.of(),
                null,
                0,
                null,
                worker,
                null);
    }

    @Test
    void words_of_others_cannot_break_the_table() {
        board.apply(List.of(), List.of(step("a", StepState.FAILED, 1, "tool-failed", "a | b\n$x$ " + "y".repeat(200))));
        List<String> rows = new ArrayList<>(read().lines().toList());
        assertThat(rows.get(rows.size() - 1))
                .startsWith("| a  | failed  |   | tool-failed: a / b  x  yyy")
                .endsWith("yyy... |")
                .hasSizeLessThan(160);
    }

    @Test
    void a_thousand_steps_are_shown_as_fifty() {
        for (int i = 0; i < 1000; i++) {
            board.apply(List.of(), List.of(step("each[" + i + "]", StepState.COMPLETED, 1, null, "")));
        }
        assertThat(read().lines().filter(line -> line.startsWith("| each"))).hasSize(50);
        assertThat(read()).endsWith("450 more steps are not shown");
    }
}
