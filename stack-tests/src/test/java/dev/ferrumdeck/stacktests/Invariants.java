package dev.ferrumdeck.stacktests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.JournalReplay;
import dev.ferrumdeck.workflows.machine.RunPlan;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What must hold after any fault, each as one query or one diff against the outside witness. */
final class Invariants {
    private final TestStack stack;

    Invariants(TestStack stack) {
        this.stack = stack;
    }

    /** Checks all invariants for these runs, which must be over. */
    void hold(List<String> runs) {
        String[] ids = runs.toArray(new String[0]);
        noRunIsLost(ids);
        oneOutcomePerStep(ids);
        nothingIsLeftOver(ids);
        deniedToolsWereNeverCalled();
        effectsHappenedOnce();
        runs.forEach(this::journalIsTheRun);
    }

    private void noRunIsLost(String[] runs) {
        assertThat(stack.database.count(
                        "SELECT count(*) FROM runs WHERE id = ANY (?) AND status IN"
                                + " ('completed', 'failed', 'cancelled', 'budget_exceeded')",
                        (Object) runs))
                .as("runs that are over")
                .isEqualTo(runs.length);
    }

    private void oneOutcomePerStep(String[] runs) {
        assertThat(stack.database.column(
                        "SELECT run_id || ' ' || step_path FROM attempts WHERE run_id = ANY (?) AND state = 'SUCCEEDED'"
                                + " GROUP BY run_id, step_path HAVING count(*) > 1",
                        (Object) runs))
                .as("steps that succeeded more than once")
                .isEmpty();
    }

    private void nothingIsLeftOver(String[] runs) {
        assertThat(stack.database.column(
                        "SELECT id FROM attempts WHERE run_id = ANY (?) AND state IN ('READY', 'LEASED', 'ACTING')",
                        (Object) runs))
                .as("live attempts of runs that are over")
                .isEmpty();
        assertThat(stack.database.column(
                        "SELECT id FROM approvals WHERE run_id = ANY (?) AND status = 'pending'", (Object) runs))
                .as("open approvals of runs that are over")
                .isEmpty();
    }

    private void deniedToolsWereNeverCalled() {
        assertThat(stack.witness.calls("danger")).as("calls of the denied tool").isEmpty();
    }

    private void effectsHappenedOnce() {
        assertThat(stack.witness.byStep("once").values())
                .as("how often each step with effect once was carried out")
                .allMatch(times -> times == 1);
    }

    /** The journal replayed into a fresh machine gives the same commands, views and end. */
    void journalIsTheRun(String run) {
        ObjectNode journal = journal(stack.client, run);
        RunPlan plan = TestStack.JSON.treeToValue(journal.path("plan"), RunPlan.class);
        List<JournalReplay.Recorded> entries = new ArrayList<>();
        for (JsonNode row : journal.path("data")) {
            String body = TestStack.JSON.writeValueAsString(row.path("body"));
            Entry entry = TestStack.JSON.treeToValue(row.path("body"), Entry.class);
            entries.add(new JournalReplay.Recorded(entry, body, row.path("hash").asString()));
        }
        JournalReplay.Verdict verdict = JournalReplay.of(plan, entries);
        assertThat(verdict.disagreement()).as("replay of " + run).isNull();
        assertThat(verdict.state().status().name().toLowerCase(java.util.Locale.ROOT))
                .as("status of " + run)
                .isEqualTo(stack.client.run(run).path("status").asString());
    }

    private static ObjectNode journal(FerrumdeckClient client, String run) {
        return client.journal(run);
    }
}
