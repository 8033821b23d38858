package dev.ferrumdeck.stacktests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a run costs the Temporal server, by the server's own count. */
class CountsIT {
    private static final int RUNS = 20;
    private static final Pattern WRITE = Pattern.compile(
            "^persistence_requests\\{[^}]*operation=\"(UpdateWorkflowExecution|CreateWorkflowExecution)\"[^}]*}"
                    + " ([0-9.e+]+)",
            Pattern.MULTILINE);

    private final TestStack stack = TestStack.shared();

    private double writes() {
        try {
            String page = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(stack.stack.urls().temporalMetrics()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            double sum = 0;
            Matcher matcher = WRITE.matcher(page);
            while (matcher.find()) {
                sum += Double.parseDouble(matcher.group(2));
            }
            return sum;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void ten_sequential_steps_cost_at_most_one_and_a_half_server_writes_each() {
        assertThat(stack.statusOf(stack.start("ten-steps", Map.of()))).isEqualTo("completed");
        double before = writes();
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            String run = stack.start("ten-steps", Map.of());
            assertThat(stack.statusOf(run)).isEqualTo("completed");
            Temporal.closeStatus(stack, run);
            runs.add(run);
        }
        double perStep = (writes() - before) / (RUNS * 10);
        System.out.printf("counts: %.2f Temporal server writes a step%n", perStep);
        assertThat(perStep).isPositive().isLessThanOrEqualTo(1.5);
        new Invariants(stack).hold(runs);
    }

    @Test
    void a_fan_out_of_a_thousand_costs_at_most_90_history_events() throws Exception {
        String run = stack.start("bulk", Map.of());
        new BulkWorker(stack, "bulk").work(run, 1000);
        assertThat(stack.statusOf(run)).isEqualTo("completed");
        long events = Temporal.historyLength(stack, run);
        System.out.printf("counts: %d history events for a fan-out of 1000%n", events);
        assertThat(events).isLessThanOrEqualTo(90);
        new Invariants(stack).hold(List.of(run));
    }
}
