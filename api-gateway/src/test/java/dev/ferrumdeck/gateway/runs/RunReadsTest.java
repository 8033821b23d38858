package dev.ferrumdeck.gateway.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.gateway.testing.RunRows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RunReadsTest extends GatewayWebTest {
    private String tenant = "";
    private String viewer = "";

    @BeforeEach
    void create() {
        tenant = tenant();
        viewer = keys.key(tenant, "viewer");
    }

    private static List<String> ids(Answer answer) {
        List<String> ids = new ArrayList<>();
        for (JsonNode row : answer.json().path("data")) {
            ids.add(row.path("id").asString());
        }
        return ids;
    }

    @Test
    void runs_are_listed_newest_first_page_by_page() {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            runs.add(0, RunRows.running(jdbc, tenant, "key_a"));
        }

        Answer first = get(viewer, "/v1/runs?limit=3");
        Answer second = get(viewer, "/v1/runs?limit=3&cursor=" + first.text("/next_cursor"));

        assertThat(ids(first)).isEqualTo(runs.subList(0, 3));
        assertThat(first.json().path("has_more").asBoolean()).isTrue();
        assertThat(ids(second)).isEqualTo(runs.subList(3, 5));
        assertThat(second.json().path("has_more").asBoolean()).isFalse();
        assertThat(first.json().at("/data/0/input").isMissingNode()).isTrue();
    }

    @Test
    void runs_are_filtered() {
        String done = RunRows.insert(jdbc, tenant, "key_a", "completed");
        String waiting = RunRows.insert(jdbc, tenant, "key_a", "waiting");
        RunRows.insert(jdbc, tenant, "key_a", "running");

        assertThat(ids(get(viewer, "/v1/runs?status=completed"))).containsExactly(done);
        assertThat(ids(get(viewer, "/v1/runs?status=completed,waiting"))).containsExactly(waiting, done);
        assertThat(ids(get(viewer, "/v1/runs?agent=support"))).hasSize(3);
        assertThat(ids(get(viewer, "/v1/runs?name=support"))).hasSize(3);
        assertThat(ids(get(viewer, "/v1/runs?workflow=support"))).isEmpty();
        assertThat(ids(get(viewer, "/v1/runs?since=2999-01-01T00:00:00Z"))).isEmpty();
        assertThat(ids(get(viewer, "/v1/runs?since=2020-01-01T00:00:00Z"))).hasSize(3);
        jdbc.sql("UPDATE runs SET labels = '{\"team\": \"a=b\", \"x\": \"y\"}' WHERE id = ?")
                .param(done)
                .update();
        assertThat(ids(get(viewer, "/v1/runs?label=team%3Da%3Db"))).containsExactly(done);
        assertThat(ids(get(viewer, "/v1/runs?label=team%3Da"))).isEmpty();
    }

    @Test
    void a_filter_that_is_none_is_refused() {
        assertThat(get(viewer, "/v1/runs?status=asleep").status()).isEqualTo(400);
        assertThat(get(viewer, "/v1/runs?since=yesterday").status()).isEqualTo(400);
        assertThat(get(viewer, "/v1/runs?label=team").status()).isEqualTo(400);
    }

    @Test
    void runs_of_other_tenants_are_not_there() {
        String theirs = RunRows.running(jdbc, tenant(), "key_b");

        assertThat(ids(get(viewer, "/v1/runs"))).isEmpty();
        for (String part : new String[] {"", "/steps", "/attempts", "/decisions", "/budget", "/journal", "/events"}) {
            Answer answer = get(viewer, "/v1/runs/" + theirs + part);
            assertThat(answer.status()).as(part).isEqualTo(404);
            assertThat(answer.text("/code")).isEqualTo("not-found");
        }
    }

    @Test
    void a_failed_run_says_why_and_what_to_do() {
        String run = RunRows.insert(jdbc, tenant, "key_a", "failed");
        jdbc.sql(
                        "UPDATE runs SET code = 'approval-expired', message = 'nobody decided', ended_step = 'agent' WHERE id = :id")
                .param("id", run)
                .update();

        Answer answer = get(viewer, "/v1/runs/" + run);

        assertThat(answer.text("/error/code")).isEqualTo("approval-expired");
        assertThat(answer.text("/error/step")).isEqualTo("agent");
        assertThat(answer.text("/error/remedy")).contains("approval");
    }

    @Test
    void steps_are_found_by_id_and_by_path() {
        String run = RunRows.running(jdbc, tenant, "key_a");
        String id = RunRows.step(jdbc, tenant, run, "agent/tool-1-0");
        RunRows.step(jdbc, tenant, run, "agent");

        assertThat(get(viewer, "/v1/runs/" + run + "/steps/" + id).text("/step"))
                .isEqualTo("agent/tool-1-0");
        Answer byPath = get(viewer, "/v1/runs/" + run + "/steps/agent/tool-1-0");
        assertThat(byPath.text("/id")).isEqualTo(id);
        assertThat(byPath.text("/input/order")).isEqualTo("o1");
        assertThat(get(viewer, "/v1/runs/" + run + "/steps/nothing").status()).isEqualTo(404);
    }

    @Test
    void steps_are_listed_oldest_first_page_by_page() {
        String run = RunRows.running(jdbc, tenant, "key_a");
        List<String> steps = List.of(
                RunRows.step(jdbc, tenant, run, "a"),
                RunRows.step(jdbc, tenant, run, "b"),
                RunRows.step(jdbc, tenant, run, "c"));

        Answer first = get(viewer, "/v1/runs/" + run + "/steps?limit=2");
        Answer second = get(viewer, "/v1/runs/" + run + "/steps?limit=2&cursor=" + first.text("/next_cursor"));

        assertThat(ids(first)).isEqualTo(steps.subList(0, 2));
        assertThat(ids(second)).isEqualTo(steps.subList(2, 3));
        assertThat(first.json().at("/data/0/input").isMissingNode()).isTrue();
    }

    @Test
    void the_journal_comes_oldest_first_with_the_plan_once() {
        String run = RunRows.running(jdbc, tenant, "key_a");
        for (int n = 1; n <= 3; n++) {
            RunRows.entry(jdbc, tenant, run, n, "{\"n\": " + n + "}", "running");
        }

        Answer first = get(viewer, "/v1/runs/" + run + "/journal?limit=2");
        Answer second = get(viewer, "/v1/runs/" + run + "/journal?limit=2&cursor=" + first.text("/next_cursor"));

        assertThat(first.text("/plan/run_id")).isEqualTo(run);
        assertThat(first.json().at("/data/1/body/n").asInt()).isEqualTo(2);
        assertThat(first.json().at("/entries").asInt()).isEqualTo(3);
        assertThat(second.json().at("/data/0/n").asInt()).isEqualTo(3);
        assertThat(second.json().at("/plan").isMissingNode()).isTrue();
    }

    @Test
    void the_budget_shows_the_run_and_what_is_above_it() {
        String run = RunRows.running(jdbc, tenant, "key_a");
        put(keys.key(tenant, "operator"), "/v1/budgets/agents/support", "{\"limits\": {\"tokens\": 5}}");

        Answer answer = get(viewer, "/v1/runs/" + run + "/budget");

        assertThat(answer.json().at("/run/limits/tokens").asLong()).isEqualTo(1_000);
        assertThat(answer.text("/wider/0/scope")).isEqualTo("agent");
    }

    @Test
    void attempts_and_decisions_are_lists() {
        String run = RunRows.running(jdbc, tenant, "key_a");
        jdbc.sql("""
                        INSERT INTO attempts (id, run_id, tenant_id, step_id, step_path, attempt, type, queue, state,
                            queue_deadline, step_timeout_ms)
                        VALUES ('att_' || :run, :run, :tenant, 'stp_x', 'lookup', 1, 'tool', 'tool', 'READY',
                            clock_timestamp(), 1000)
                        """).param("run", run).param("tenant", tenant).update();
        jdbc.sql("""
                        INSERT INTO decisions (id, tenant_id, run_id, step_path, attempt, tool, effect, rule, reason,
                            policy_version, args_sha256, input)
                        VALUES ('dec_' || :run, :tenant, :run, 'lookup', 1, 'orders.lookup', 'deny', 'no', 'because',
                            'default@1', 'sha', '{}')
                        """).param("run", run).param("tenant", tenant).update();

        assertThat(get(viewer, "/v1/runs/" + run + "/attempts").text("/data/0/state"))
                .isEqualTo("ready");
        assertThat(ids(get(viewer, "/v1/runs/" + run + "/attempts?step=other"))).isEmpty();
        assertThat(get(viewer, "/v1/runs/" + run + "/decisions").text("/data/0/rule"))
                .isEqualTo("no");
    }
}
