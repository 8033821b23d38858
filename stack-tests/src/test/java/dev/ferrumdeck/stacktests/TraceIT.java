package dev.ferrumdeck.stacktests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.contracts.Telemetry;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One trace from the request through the run's entries to the model and the tools, and nothing of what was said in it. */
class TraceIT {
    private static final String MESSAGE = "quince-marmalade";
    private static final String ARGUMENT = "heliotrope";
    private static final String ANSWER = "periwinkle";
    private static final Map<String, Object> PRICE =
            Map.of("input_micros_per_million", 1_000_000, "output_micros_per_million", 2_000_000);

    private final TestStack stack = TestStack.shared();

    @BeforeEach
    void agentAndScript() throws IOException {
        stack.spans.listen();
        Files.writeString(stack.home.resolve("scripted").resolve("traced.yaml"), """
                turns:
                  - tool_calls:
                      - {name: t_echo, arguments: {text: "%s"}}
                  - text: "%s"
                """.formatted(ARGUMENT, ANSWER));
        stack.client.post(
                "/v1/agents",
                Map.of(
                        "name",
                        "traced",
                        "model",
                        Map.of("provider", "scripted", "name", "traced", "max_tokens", 50, "price", PRICE),
                        "system_prompt",
                        "You never say " + MESSAGE + ".",
                        "tools",
                        List.of("t.echo")));
    }

    @AfterEach
    void forget() {
        stack.spans.forget();
    }

    @Test
    void a_run_is_one_trace_from_the_request_to_the_tool() {
        String run = stack.startAgent("traced", MESSAGE);
        JsonNode over = stack.await(run);
        assertThat(over.path("status").asString()).isEqualTo("completed");
        assertThat(over.path("output").path("text").asString()).isEqualTo(ANSWER);
        int entries = (int) stack.database.count("SELECT entries FROM runs WHERE id = ?", run);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            SpanTree arrived = traceOf(run);
            assertThat(ofRun(arrived, Telemetry.SPAN_ADVANCE, run)).hasSize(entries);
            assertThat(arrived.named(Telemetry.SPAN_ATTEMPT)).hasSize(3);
            assertThat(arrived.roots()).hasSize(1);
        });

        SpanTree trace = traceOf(run);
        hasOneRoot(trace);
        entriesAreBelowTheRequest(trace, run, entries);
        attemptsAreBelowEntries(trace, run);
        modelCallsAreDescribed(trace);
        toolCallsAreDescribed(trace);
        assertThat(trace.all()).allSatisfy(span -> assertThat(span.text()).doesNotContain(MESSAGE, ARGUMENT, ANSWER));
        assertThat(stack.spans.paths()).containsExactly("/v1/traces");
    }

    /** The trace of a run's entries, which is one. */
    private SpanTree traceOf(String run) {
        List<SpanTree.Node> spans = stack.spans.spans();
        List<String> traces = spans.stream()
                .filter(span -> span.name().equals(Telemetry.SPAN_ADVANCE))
                .filter(span -> span.string(Telemetry.RUN_ID).equals(run))
                .map(SpanTree.Node::trace)
                .distinct()
                .toList();
        assertThat(traces).hasSize(1);
        return SpanTree.of(spans, traces.get(0));
    }

    private static List<SpanTree.Node> ofRun(SpanTree trace, String name, String run) {
        return trace.named(name).stream()
                .filter(span -> span.string(Telemetry.RUN_ID).equals(run))
                .toList();
    }

    private static void hasOneRoot(SpanTree trace) {
        SpanTree.Node root = trace.roots().get(0);
        assertThat(root.service()).isEqualTo("ferrumdeck-gateway");
        assertThat(root.kind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(root.name()).isEqualTo("http post /v1/runs");
        assertThat(trace.all()).allSatisfy(span -> assertThat(trace.top(span)).isEqualTo(root));
    }

    private static void entriesAreBelowTheRequest(SpanTree trace, String run, int entries) {
        List<SpanTree.Node> advances = ofRun(trace, Telemetry.SPAN_ADVANCE, run);
        assertThat(advances)
                .allSatisfy(span -> assertThat(span.service()).isEqualTo("ferrumdeck-gateway"))
                .extracting(span -> span.number(Telemetry.ENTRY))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, entries).asLongStream().boxed().toList());
    }

    private static void attemptsAreBelowEntries(SpanTree trace, String run) {
        assertThat(ofRun(trace, Telemetry.SPAN_ATTEMPT, run)).hasSize(3).allSatisfy(attempt -> {
            assertThat(attempt.service()).isEqualTo("ferrumdeck-worker");
            assertThat(attempt.string(Telemetry.ENDING)).isEqualTo("completed");
            assertThat(trace.parent(attempt).orElseThrow().name()).isEqualTo(Telemetry.SPAN_ADVANCE);
        });
        assertThat(parentsOf(trace, "http post /v1/attempts/{attempt}/claim")).containsOnly(Telemetry.SPAN_ADVANCE);
        assertThat(parentsOf(trace, "http post /v1/attempts/{attempt}/result")).containsOnly(Telemetry.SPAN_ATTEMPT);
    }

    private static List<String> parentsOf(SpanTree trace, String name) {
        return trace.named(name).stream()
                .map(span -> trace.parent(span).orElseThrow().name())
                .toList();
    }

    private static void modelCallsAreDescribed(SpanTree trace) {
        assertThat(trace.named("chat traced")).hasSize(2).allSatisfy(chat -> {
            assertThat(trace.parent(chat).orElseThrow().name()).isEqualTo(Telemetry.SPAN_ATTEMPT);
            assertThat(chat.kind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
            assertThat(chat.string("gen_ai.operation.name")).isEqualTo("chat");
            assertThat(chat.string("gen_ai.provider.name")).isEqualTo("scripted");
            assertThat(chat.string("gen_ai.request.model")).isEqualTo("traced");
            assertThat(chat.number("gen_ai.request.max_tokens")).isEqualTo(50);
            assertThat(chat.number("gen_ai.usage.input_tokens")).isPositive();
            assertThat(chat.number("gen_ai.usage.output_tokens")).isPositive();
        });
    }

    private static void toolCallsAreDescribed(SpanTree trace) {
        assertThat(trace.named("execute_tool t.echo")).hasSize(1).allSatisfy(tool -> {
            assertThat(trace.parent(tool).orElseThrow().name()).isEqualTo(Telemetry.SPAN_ATTEMPT);
            assertThat(tool.string("gen_ai.operation.name")).isEqualTo("execute_tool");
            assertThat(tool.string("gen_ai.tool.name")).isEqualTo("t.echo");
        });
    }
}
