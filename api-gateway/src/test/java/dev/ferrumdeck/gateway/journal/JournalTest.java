package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.delivery.Signals;
import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.JournalHash;
import dev.ferrumdeck.workflows.machine.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalTest extends ControlTestBase {
    private static final String ONE_STEP = """
        name: one
        steps:
          - {id: look, type: tool, tool: orders.lookup, input: {id: "{% input.order %}"}}
        """;

    @BeforeEach
    void allow() {
        policy(ALLOW_ALL);
    }

    private RunDriver queued() {
        return run(ONE_STEP, Map.of("order", "o-1"));
    }

    @Test
    void an_entry_is_written_with_all_that_it_does() {
        RunDriver run = queued();
        Answer answer = run.give(new Event.Started());

        assertThat(answer.kind()).isEqualTo(Answer.Kind.WRITTEN);
        assertThat(answer.results()).isEmpty();
        String body = text("SELECT body FROM journal WHERE run_id = ? AND n = 1", run.id());
        assertThat(JournalHash.of(body)).isEqualTo(answer.hash());
        assertThat(text("SELECT head_hash FROM runs WHERE id = ?", run.id())).isEqualTo(answer.hash());
        assertThat(text("SELECT status FROM runs WHERE id = ?", run.id())).isEqualTo("running");
        String attempt = attemptId(run, "look", 1);
        assertThat(text("SELECT state FROM attempts WHERE id = ?", attempt)).isEqualTo("READY");
        assertThat(doorbell.ringsFor(attempt)).isEqualTo(1);
        assertThat(text("SELECT input->>'id' FROM steps WHERE run_id = ? AND path = 'look'", run.id()))
                .isEqualTo("o-1");
        assertThat(text("SELECT effect || ' ' || rule FROM decisions WHERE run_id = ?", run.id()))
                .isEqualTo("allow all");
    }

    @Test
    void the_head_of_a_finished_journal_enters_the_audit_of_its_tenant() {
        RunDriver run = queued();
        Answer end = run.give(new Event.Started(), new Event.CancelRequested(Signals.CANCELLATION, null, null));

        assertThat(text(
                        "SELECT detail->>'head_hash' FROM audit_events WHERE action = 'run.ended' AND subject = ?",
                        run.id()))
                .isEqualTo(end.hash());
    }

    @Test
    void an_entry_of_a_run_that_has_ended_is_answered_with_its_end() {
        RunDriver run = queued();
        run.give(new Event.Started());
        jdbc.sql("UPDATE runs SET status = 'cancelled', code = 'cancelled', message = 'gone', ended_at = now()"
                        + " WHERE id = ?")
                .param(run.id())
                .update();

        Answer answer = control.advance(run.entry(new Event.ResumeRequested("operator-1", null)));

        assertThat(answer.kind()).isEqualTo(Answer.Kind.ENDED);
        assertThat(answer.end()).isEqualTo(new Command.Finish(RunStatus.CANCELLED, "cancelled", "gone", null));
        assertThat(count("SELECT count(*) FROM journal WHERE run_id = ?", run.id()))
                .isEqualTo(1);
    }

    @Test
    void the_same_entry_again_is_answered_from_the_record_and_rung_for_again() {
        RunDriver run = queued();
        Entry entry = run.entry(new Event.Started());
        Answer first = control.advance(entry);
        Answer second = control.advance(entry);

        assertThat(second).isEqualTo(first);
        assertThat(count("SELECT count(*) FROM attempts WHERE run_id = ?", run.id()))
                .isEqualTo(1);
        assertThat(doorbell.ringsFor(attemptId(run, "look", 1))).isEqualTo(2);
    }

    @Test
    void other_events_for_a_taken_entry_are_superseded_and_leave_nothing() {
        RunDriver run = queued();
        Answer first = control.advance(run.entry(new Event.Started()));
        Answer rival = control.advance(
                run.entry(new Event.Started(), new Event.CancelRequested(Signals.CANCELLATION, null, null)));

        assertThat(rival.kind()).isEqualTo(Answer.Kind.SUPERSEDED);
        assertThat(rival.hash()).isEqualTo(first.hash());
        assertThat(rival.events()).containsExactly(new Event.Started());
        assertThat(rival.at()).isEqualTo(run.at);
        assertThat(text("SELECT state FROM attempts WHERE run_id = ?", run.id()))
                .isEqualTo("READY");
        assertThat(text("SELECT status FROM runs WHERE id = ?", run.id())).isEqualTo("running");
    }

    @Test
    void other_commands_for_the_same_events_pause_the_run_for_a_person() {
        RunDriver run = queued();
        Entry entry = run.entry(new Event.Started());
        control.advance(entry);
        Entry changed = new Entry(
                entry.runId(),
                1,
                entry.previousHash(),
                entry.at(),
                entry.events(),
                List.of(),
                List.of(),
                entry.view(),
                List.of());

        assertThat(control.advance(changed).kind()).isEqualTo(Answer.Kind.DIVERGED);
        assertThat(text("SELECT status || ' ' || code FROM runs WHERE id = ?", run.id()))
                .isEqualTo("paused journal-diverged");
    }

    @Test
    void an_entry_after_another_past_is_refused() {
        RunDriver run = queued();
        run.give(new Event.Started());
        run.hash = "f".repeat(64);
        assertThat(control.advance(run.entry(new Event.Nudged())).kind()).isEqualTo(Answer.Kind.DIVERGED);
        assertThat(count("SELECT count(*) FROM journal WHERE run_id = ?", run.id()))
                .isEqualTo(1);
    }

    @Test
    void of_rivals_that_race_for_an_entry_one_wins_and_the_others_learn_what_it_was() throws Exception {
        RunDriver run = queued();
        int rivals = 8;
        CyclicBarrier together = new CyclicBarrier(rivals);
        ExecutorService threads = Executors.newFixedThreadPool(rivals);
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < rivals; i++) {
            Entry entry = run.entry(new Event.Started(), new Event.PauseRequested("operator-" + i, null));
            answers.add(threads.submit(() -> {
                together.await(10, TimeUnit.SECONDS);
                return control.advance(entry);
            }));
        }
        List<Answer> all = new ArrayList<>();
        for (Future<Answer> answer : answers) {
            all.add(answer.get(20, TimeUnit.SECONDS));
        }
        threads.shutdown();

        assertThat(all)
                .filteredOn(answer -> answer.kind() == Answer.Kind.WRITTEN)
                .hasSize(1);
        assertThat(all)
                .filteredOn(answer -> answer.kind() == Answer.Kind.SUPERSEDED)
                .hasSize(rivals - 1);
        assertThat(all.stream().map(Answer::hash).distinct()).hasSize(1);
        assertThat(count("SELECT count(*) FROM journal WHERE run_id = ?", run.id()))
                .isEqualTo(1);
    }

    @Test
    void when_the_bell_is_not_heard_the_attempt_waits_for_the_sweep() {
        doorbell.away = true;
        RunDriver run = queued();
        run.give(new Event.Started());
        assertThat(count("SELECT count(*) FROM attempts WHERE run_id = ? AND rung_at IS NULL", run.id()))
                .isEqualTo(1);
    }

    @Test
    void a_nudge_repeats_what_is_open_and_is_answered_what_is_known() {
        RunDriver run = queued().start();
        String attempt = attemptId(run, "look", 1);
        run.give(new Event.Nudged());
        assertThat(doorbell.ringsFor(attempt)).isEqualTo(2);

        work(run, "look", 1, Map.of("text", "found"));
        Answer known = run.give(new Event.Nudged());
        assertThat(known.results()).hasSize(1);
        assertThat(known.results().get(0).key()).isEqualTo("outcome:look#1");
    }
}
