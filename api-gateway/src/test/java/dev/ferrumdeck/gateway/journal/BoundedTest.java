package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.delivery.Signals;
import dev.ferrumdeck.workflows.machine.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs whose expressions never end hold up neither others nor their own cancellation. */
class BoundedTest extends ControlTestBase {
    private static final String BURN = "{% $sum($map([1..100000], function($x){$sum([1..1000])})) %}";
    private static final String BURNING_MAP = """
        name: burning
        steps:
          - {id: each, type: map, over: "{% [1..200] %}", max_parallel: 200,
             step: {type: tool, tool: orders.lookup, input: {id: "BURN"}}}
        """.replace("BURN", BURN);
    private static final String BURNING_PROMPTS = """
        name: burning
        steps:
          - {id: each, type: map, over: "{% [1..200] %}", max_parallel: 200,
             step: {type: llm, model: {provider: scripted, name: m, max_tokens: 50}, prompt: "BURN"}}
        """.replace("BURN", BURN);
    private static final String BURNING_OUTPUT = """
        name: burning
        steps: [{id: rest, type: wait, seconds: 0}]
        output: "BURN"
        """.replace("BURN", BURN);
    private static final String QUICK = """
        name: quick
        steps: [{id: look, type: tool, tool: orders.lookup, input: {id: "{% input.order %}"}}]
        """;

    @BeforeEach
    void allow() {
        policy(ALLOW_ALL);
    }

    private static void burn(RunDriver run) {
        run.give(new Event.Started());
        for (int entries = 0; entries < 3 && !run.state.status().isTerminal(); entries++) {
            run.give(run.waiting().toArray(Event[]::new));
        }
    }

    private long millis(Runnable work) {
        long from = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - from).toMillis();
    }

    private void cancelled(RunDriver run) {
        if (!run.state.status().isTerminal()) {
            run.give(new Event.CancelRequested(Signals.CANCELLATION, null, null));
        }
        assertThat(text("SELECT status FROM runs WHERE id = ?", run.id())).isIn("cancelled", "failed", "completed");
    }

    @Test
    void runs_that_burn_do_not_hold_up_others_and_are_cancelled_in_time() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(9);
        List<RunDriver> burning = new ArrayList<>();
        List<Future<?>> ends = new ArrayList<>();
        for (String definition : List.of(BURNING_MAP, BURNING_PROMPTS, BURNING_OUTPUT)) {
            for (int i = 0; i < 3; i++) {
                RunDriver run = run(definition, Map.of());
                burning.add(run);
                ends.add(threads.submit(() -> burn(run)));
            }
        }
        String burner = tenant;
        tenantAndWorker();
        allow();
        List<Long> latencies = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RunDriver quick = run(QUICK, Map.of("order", "o-1"));
            latencies.add(millis(() -> quick.give(new Event.Started())));
        }
        latencies.sort(Comparator.naturalOrder());
        assertThat(latencies.get(latencies.size() / 2))
                .as("milliseconds of others' entries, while %s burns", burner)
                .isLessThan(1_500);
        assertThat(latencies).allMatch(ms -> ms < 8_000);
        for (Future<?> end : ends) {
            end.get(120, TimeUnit.SECONDS);
        }
        for (RunDriver run : burning) {
            assertThat(millis(() -> cancelled(run))).isLessThan(10_000);
        }
        threads.shutdown();
    }

    @Test
    void what_an_entry_had_no_time_for_is_asked_for_again_and_nothing_is_decided_by_load() {
        RunDriver run = run(BURNING_MAP, Map.of());
        burn(run);
        assertThat(count(
                        "SELECT count(*) FROM attempts WHERE run_id = ? AND state NOT IN ('RELEASED', 'FAILED',"
                                + " 'CANCELLED')",
                        run.id()))
                .isZero();
        assertThat(text("SELECT string_agg(DISTINCT outcome->>'code', ',') FROM attempts WHERE run_id = ?", run.id()))
                .isIn(null, "expression-failed", "expression-failed,cancelled", "cancelled,expression-failed");
        cancelled(run);
    }
}
