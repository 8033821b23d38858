package dev.ferrumdeck.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.JournalBody;
import dev.ferrumdeck.workflows.machine.JournalHash;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.OnError;
import dev.ferrumdeck.workflows.machine.PlanStep;
import dev.ferrumdeck.workflows.machine.PlanWork;
import dev.ferrumdeck.workflows.machine.RetryPlan;
import dev.ferrumdeck.workflows.machine.RunPlan;
import dev.ferrumdeck.workflows.machine.RunStatus;
import dev.ferrumdeck.workflows.machine.StepKind;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalLoopTest {
    private static RunPlan plan(int version) {
        PlanStep step = new PlanStep("a", StepKind.TOOL, List.of(), OnError.FAIL, RetryPlan.DEFAULT, PlanWork.PLAIN);
        return new RunPlan("run_1", "t", List.of(step), Limits.NONE, null, 10, "t", "p", "a", version);
    }

    private static JournalLoop loop(int version) {
        return new JournalLoop(new RunInput(plan(version), null));
    }

    private static Answer written(Entry entry) {
        return Answer.written(JournalHash.of(JournalBody.of(entry, List.of())), List.of());
    }

    @Test
    void an_answer_for_other_commands_than_the_machine_wants_stops_the_run() {
        Entry[] recorded = new Entry[1];
        loop(RunPlan.NEWEST_MACHINE).writeEntry(1000, entry -> {
            recorded[0] = entry;
            return written(entry);
        });
        Entry other = new Entry(
                recorded[0].runId(),
                1,
                Entry.GENESIS,
                1000,
                recorded[0].events(),
                List.of(new Command.Open("a")),
                recorded[0].changes(),
                recorded[0].view(),
                List.of());

        assertThatThrownBy(() -> loop(RunPlan.NEWEST_MACHINE).writeEntry(1000, entry -> written(other)))
                .isInstanceOf(JournalLoop.Diverged.class)
                .hasMessageContaining("entry 1")
                .hasMessageContaining(JournalHash.of(JournalBody.of(other, List.of())));
    }

    @Test
    void a_run_of_version_1_takes_the_hash_as_it_is_said() {
        assertThat(loop(1).writeEntry(1000, entry -> Answer.written("anything", List.of())))
                .isPresent();
    }

    @Test
    void a_journal_of_an_ended_run_ends_the_workflow_as_the_run_ended() {
        Command.Finish end = new Command.Finish(RunStatus.FAILED, "tool-failed", "step a failed", "a");
        JournalLoop loop = loop(RunPlan.NEWEST_MACHINE);

        assertThat(loop.writeEntry(1000, entry -> Answer.ended(end))).isEmpty();
        assertThat(loop.finish()).contains(end);
    }

    @Test
    void nothing_of_a_run_is_lost_from_one_execution_to_the_next() {
        JournalLoop loop = loop(RunPlan.NEWEST_MACHINE);
        loop.writeEntry(1000, JournalLoopTest::written);
        loop.inbox().add(new Event.PauseRequested("sig_1", "ann"));
        loop.inbox().add(new Event.CancelRequested("cancellation-request", "ann", "enough"));
        RunInput next = new RunInput(plan(RunPlan.NEWEST_MACHINE), loop.carry().with(List.of(), 7));

        var converter = DefaultDataConverter.STANDARD_INSTANCE;
        RunInput read = converter.fromPayload(converter.toPayload(next).orElseThrow(), RunInput.class, RunInput.class);

        assertThat(read).isEqualTo(next);
        JournalLoop gone = new JournalLoop(read);
        assertThat(gone.isCancelled()).isTrue();
        gone.writeEntry(2000, JournalLoopTest::written);
        assertThat(gone.finish()).get().satisfies(end -> {
            assertThat(end.status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(end.message()).contains("enough");
        });
    }
}
