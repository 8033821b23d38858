package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.gateway.delivery.Outbox;
import dev.ferrumdeck.gateway.delivery.RunStarter;
import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.workflows.run.Visibility;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Runs through Temporal's in-memory server: started, driven, told of results, cancelled. */
@Import(TemporalRunTest.InMemory.class)
@DirtiesContext // its sweep must not look after the runs of other tests
@TestPropertySource(
        properties = {"ferrumdeck.roles=api,orchestrator,bridge", "spring.temporal.test-server.enabled=true"})
class TemporalRunTest extends RunTestBase {
    @Autowired
    @Qualifier("dev.ferrumdeck.gateway.delivery.TemporalRunStarter") // tests of runs put a fake in the place of the
    // default one
    private RunStarter starter;

    @Autowired
    private Outbox outbox;

    @Autowired
    private io.temporal.client.WorkflowClient client;

    @TestConfiguration(proxyBeanMethods = false)
    static class InMemory {
        @Bean
        TemporalOptionsCustomizer<TestEnvironmentOptions.Builder> searchAttributes() {
            return options -> {
                for (var key : List.of(
                        Visibility.TENANT,
                        Visibility.PROJECT,
                        Visibility.AGENT,
                        Visibility.STATUS,
                        Visibility.WAITING)) {
                    options.registerSearchAttribute(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
                }
                return options.setUseTimeskipping(false);
            };
        }

        @Bean
        @Primary
        RecordingDoorbell recordingDoorbell() {
            return new RecordingDoorbell();
        }
    }

    @BeforeEach
    void allow() {
        policy(ALLOW_ALL);
    }

    private String started(String yaml) {
        String id = run(yaml, Map.of()).id();
        execute("UPDATE runs SET workflow_started_at = NULL WHERE id = ?", id);
        starter.start(id);
        return id;
    }

    private Answer job(String runId, String path) {
        String find = "SELECT count(*) FROM attempts WHERE run_id = ? AND step_path = ? AND state = 'READY'";
        await().atMost(Duration.ofSeconds(20)).until(() -> count(find, runId, path) == 1);
        return claim(
                text("SELECT id FROM attempts WHERE run_id = ? AND step_path = ? AND state = 'READY'", runId, path),
                "tool");
    }

    private void ends(String runId, String status) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(text("SELECT status FROM runs WHERE id = ?", runId))
                        .isEqualTo(status));
    }

    @Test
    void a_run_goes_from_start_to_end() {
        String run = started("""
            name: two
            steps:
              - {id: a, type: tool, tool: orders.lookup, input: {id: x}}
              - {id: b, type: tool, tool: orders.lookup, input: {id: "{% steps.a.output.text %}"}, depends_on: [a]}
            """);
        complete(job(run, "a").json(), Map.of("text", "from a"));
        Answer second = job(run, "b");
        assertThat(second.text("/input/arguments/id")).isEqualTo("from a");
        complete(second.json(), Map.of("text", "the end"));
        ends(run, "completed");
        assertThat(text("SELECT output->>'text' FROM runs WHERE id = ?", run)).isEqualTo("the end");
        await().until(() -> count("SELECT count(*) FROM outbox WHERE run_id = ?", run) == 0);
        assertThat(count("SELECT count(*) FROM runs WHERE id = ? AND workflow_started_at IS NOT NULL", run))
                .isEqualTo(1);
    }

    @Test
    void a_word_of_people_reaches_the_run() {
        String run = started("{name: one, steps: [{id: a, type: tool, tool: orders.lookup, input: {id: x}}]}");
        job(run, "a");
        outbox.add(run, Outbox.CANCEL, Map.of("by", "key_ops", "reason", "enough"));
        ends(run, "cancelled");
        assertThat(text("SELECT message FROM runs WHERE id = ?", run)).contains("enough");
        assertThat(text("SELECT state FROM attempts WHERE run_id = ?", run)).isEqualTo("CANCELLED");
    }

    @Test
    void a_second_start_changes_nothing_and_a_repeated_word_is_dropped() {
        String run = started("{name: one, steps: [{id: a, type: tool, tool: orders.lookup, input: {id: x}}]}");
        Answer job = job(run, "a");
        execute("UPDATE runs SET workflow_started_at = NULL WHERE id = ?", run);
        starter.start(run);
        complete(job.json(), Map.of("text", "ok"));
        ends(run, "completed");
        String outcome = text("SELECT outcome::text FROM attempts WHERE run_id = ?", run);
        execute("INSERT INTO outbox (run_id, kind, body) VALUES (?, 'outcome', CAST(? AS jsonb))", run, outcome);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> count("SELECT count(*) FROM outbox WHERE run_id = ?", run) == 0);
        assertThat(text("SELECT status FROM runs WHERE id = ?", run)).isEqualTo("completed");
    }

    /** Bodies in the place of what a signal or an Update should carry: true in form, and malformed. */
    private List<Object> lies(String approval) {
        Map<String, Object> decided = Map.of(
                "type", "decided", "approval_id", approval, "step", "ask", "verdict", "APPROVED", "edited", false);
        Map<String, Object> outcome = Map.of(
                "type", "outcome", "step", "a", "attempt", 1, "status", "COMPLETED", "spent", Map.of("tokens", -5));
        Map<String, Object> budget =
                Map.of("type", "budget_changed", "id", "sig_1", "limits", Map.of("tool_calls", Long.MAX_VALUE));
        return List.of(
                decided,
                outcome,
                budget,
                Map.of("outcomes", List.of(outcome)),
                Map.of("outcomes", List.of(decided)),
                Map.of("outcomes", "none"),
                Map.of("type", "decided"),
                Map.of("type", "started"),
                Map.of("type", "no-such-type"),
                Map.of("approval_id", approval, "decision", "approve", "ticket", "forged"),
                Map.of(),
                List.of(decided),
                "text",
                42,
                true);
    }

    @Test
    void whatever_is_sent_by_hand_changes_nothing_and_the_run_lives_on() {
        String run = started("""
            name: forged
            budget: {tool_calls: 3}
            steps:
              - {id: ask, type: approval, title: "May we?"}
              - {id: a, type: tool, tool: orders.lookup, input: {id: x}}
            """);
        Answer job = job(run, "a");
        await().until(() -> count("SELECT count(*) FROM approvals WHERE run_id = ?", run) == 1);
        String approval = text("SELECT id FROM approvals WHERE run_id = ?", run);
        var workflow = client.newUntypedWorkflowStub(run);
        for (Object lie : lies(approval)) {
            for (String signal : List.of("decided", "budget", "decide", "no-such-signal")) {
                workflow.signal(signal, lie);
            }
            try {
                workflow.update("outcomes", void.class, lie);
            } catch (io.temporal.client.WorkflowUpdateException refused) {
                assertThat(refused).hasMessageNotContaining("deadline");
            }
        }
        workflow.signal("nudge");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> count(
                                "SELECT count(*) FROM audit_events WHERE subject = ? AND action = 'run.hint_dropped'",
                                run)
                        > 2);
        assertThat(text("SELECT status FROM approvals WHERE id = ?", approval)).isEqualTo("pending");
        assertThat(text("SELECT state FROM attempts WHERE run_id = ? AND step_path = 'a'", run))
                .isEqualTo("LEASED");
        assertThat(text("SELECT budget->'limits'->>'tool_calls' FROM runs WHERE id = ?", run))
                .isEqualTo("3");
        complete(job.json(), Map.of("text", "ok"));
        var vote = post(
                keys.key(tenant, "approver"), "/v1/approvals/" + approval + "/decision", Map.of("decision", "approve"));
        assertThat(vote.status()).as(vote.body()).isEqualTo(200);
        ends(run, "completed");
    }
}
