package dev.ferrumdeck.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.JournalHash;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.Machine;
import dev.ferrumdeck.workflows.machine.OnError;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.PlanStep;
import dev.ferrumdeck.workflows.machine.PlanWork;
import dev.ferrumdeck.workflows.machine.RetryPlan;
import dev.ferrumdeck.workflows.machine.RunPlan;
import dev.ferrumdeck.workflows.machine.RunState;
import dev.ferrumdeck.workflows.machine.StepKind;
import dev.ferrumdeck.workflows.machine.Transition;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class RunReplayTest {
    private static final PlanStep LOOKUP =
            new PlanStep("lookup", StepKind.TOOL, List.of(), OnError.FAIL, RetryPlan.DEFAULT, PlanWork.PLAIN);
    private static final RunPlan PLAN = new RunPlan(
            "run_1",
            "lookup",
            List.of(LOOKUP),
            Limits.NONE,
            null,
            10,
            "t",
            "default",
            "lookup",
            RunPlan.NEWEST_MACHINE);

    @Test
    void a_recorded_run_agrees() {
        RunReplay.Report report = RunReplay.of(journal());

        assertThat(report.disagreement()).isNull();
        assertThat(report.agrees()).isTrue();
        assertThat(report.agreed()).isEqualTo(2);
        assertThat(report.status()).isEqualTo("completed");
    }

    @Test
    void a_changed_entry_is_named() {
        ObjectNode journal = journal();
        ((ObjectNode) journal.at("/data/1/body")).put("at", 5);

        RunReplay.Report report = RunReplay.of(journal);

        assertThat(report.agrees()).isFalse();
        assertThat(report.disagreement()).startsWith("entry 2: its hash does not cover its content");
    }

    @Test
    void another_end_than_the_runs_is_seen() {
        ObjectNode journal = journal().put("status", "failed");

        assertThat(RunReplay.of(journal).disagreement())
                .isEqualTo("the run says it is failed, its journal ends as completed");
    }

    @Test
    void a_journal_that_is_cut_short_is_seen() {
        ObjectNode journal = journal().put("entries", 3);

        assertThat(RunReplay.of(journal).disagreement()).isEqualTo("the journal has 2 entries, the run says 3");
    }

    @Test
    void something_else_is_no_journal() {
        assertThatThrownBy(() -> RunReplay.of(Json.object())).isInstanceOf(IllegalArgumentException.class);
    }

    private static ObjectNode journal() {
        List<List<Event>> inputs =
                List.of(List.of(new Event.Started()), List.of(Event.Outcome.of("lookup", 1, OutcomeStatus.COMPLETED)));
        ObjectNode journal = Json.object().put("run_id", "run_1").put("status", "completed");
        journal.set("plan", Json.mapper().valueToTree(PLAN));
        ArrayNode data = journal.putArray("data");
        RunState state = RunState.initial(PLAN);
        String hash = Entry.GENESIS;
        for (int n = 1; n <= inputs.size(); n++) {
            List<Event> events = inputs.get(n - 1);
            Transition next = new Machine(PLAN).apply(state, n, events);
            state = next.state();
            Entry entry = Entry.of("run_1", n, hash, n, events, next);
            ObjectNode body = Json.mapper().valueToTree(entry);
            body.putArray("results");
            hash = JournalHash.of(body.toString());
            data.addObject().put("n", n).put("hash", hash).set("body", body);
        }
        return journal.put("entries", data.size()).put("head_hash", hash);
    }
}
