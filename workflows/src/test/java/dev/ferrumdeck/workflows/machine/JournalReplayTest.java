package dev.ferrumdeck.workflows.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JournalReplayTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final RunPlan PLAN = Played.plan(Limits.NONE, Played.map(2, OnError.CONTINUE));

    /** Writes a journal as the gateway does: every entry hashed over its canonical JSON, chained to the one before. */
    private static List<JournalReplay.Recorded> journal() {
        Machine machine = new Machine(PLAN);
        RunState state = RunState.initial(PLAN);
        String previous = Entry.GENESIS;
        List<JournalReplay.Recorded> journal = new ArrayList<>();
        List<List<Event>> inputs = List.of(
                List.of(new Event.Started()),
                List.of(new Event.Opened("each", 0, 2)),
                List.of(
                        Event.Outcome.of("each[0]", 1, OutcomeStatus.COMPLETED),
                        Event.Outcome.because("each[1]", 1, OutcomeStatus.FAILED, "tool-failed", false, "no")));
        for (int i = 0; i < inputs.size(); i++) {
            Transition next = machine.apply(state, 1000L + i, inputs.get(i));
            Entry entry = Entry.of("run_1", i + 1, previous, 1000L + i, inputs.get(i), next);
            String body = JSON.writeValueAsString(entry);
            previous = JournalHash.of(body);
            journal.add(new JournalReplay.Recorded(JSON.readValue(body, Entry.class), body, previous));
            state = next.state();
        }
        return journal;
    }

    @Test
    void a_journal_replays_to_the_end_of_its_run() {
        JournalReplay.Verdict verdict = JournalReplay.of(PLAN, journal());
        assertThat(verdict.disagreement()).isNull();
        assertThat(verdict.entries()).isEqualTo(3);
        assertThat(verdict.state().status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void a_changed_byte_is_found() {
        List<JournalReplay.Recorded> journal = journal();
        JournalReplay.Recorded second = journal.get(1);
        String changed = second.body().replace("\"items\":2", "\"items\":3");
        assertThat(changed).isNotEqualTo(second.body());
        journal.set(1, new JournalReplay.Recorded(JSON.readValue(changed, Entry.class), changed, second.hash()));
        assertThat(JournalReplay.of(PLAN, journal).disagreement())
                .startsWith("entry 2")
                .contains("hash");
    }

    @Test
    void a_changed_entry_with_a_new_hash_breaks_the_chain_or_the_machine() {
        List<JournalReplay.Recorded> journal = journal();
        String changed = journal.get(1).body().replace("\"items\":2", "\"items\":1");
        journal.set(
                1, new JournalReplay.Recorded(JSON.readValue(changed, Entry.class), changed, JournalHash.of(changed)));
        assertThat(JournalReplay.of(PLAN, journal).disagreement()).startsWith("entry 2: the machine wants");
    }

    @Test
    void a_missing_entry_is_found() {
        List<JournalReplay.Recorded> journal = journal();
        journal.remove(1);
        assertThat(JournalReplay.of(PLAN, journal).disagreement()).contains("expected entry 2");
    }
}
