package dev.ferrumdeck.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.contracts.Digests;
import dev.ferrumdeck.gateway.testing.Answer;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values that PostgreSQL, a parser or a digest cannot take: no entry answers 500 to them, and no run hangs on them. */
class PoisonTest extends ControlTestBase {
    /** Writes whatever it is given, as an unfriendly client would. */
    private static final JsonMapper RAW = JsonMapper.builder(JsonFactory.builder()
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(5_000)
                            .build())
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .build();

    private static final String ECHO = """
        name: pay
        steps:
          - {id: pay, type: tool, tool: payments.refund, input: {amount: 1}}
          - {id: again, type: tool, tool: orders.lookup, depends_on: [pay],
             input: {id: "{% $string(steps.pay.output.text) %}"}, on_error: continue}
        output: {"text": "{% steps.pay.output.text %}", "all": "{% steps %}"}
        """;

    @BeforeEach
    void allowed() {
        policy(ALLOW_ALL);
    }

    private static Object deep(int levels) {
        Object deep = "x";
        for (int i = 0; i < levels; i++) {
            deep = List.of(deep);
        }
        return deep;
    }

    private static Stream<Object> poisons() {
        return Stream.of(
                "a\u0000b",
                "\ud800",
                "x\udc00y",
                "\udc00\ud800",
                Map.of("k\u0000", 1),
                Map.of("\ud800", List.of("\u0000")),
                deep(130),
                deep(600));
    }

    // ---- what tools and workers say -------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("outputs")
    void a_tool_may_say_anything(Map<String, Object> output) {
        RunDriver run = run(ECHO, Map.of()).start();

        Answer answer = reported(claimed(run), "completed", output, null, List.of("x"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        deliver(run);
        assertThat(text("SELECT state FROM steps WHERE run_id = ? AND path = 'pay'", run.id()))
                .isEqualToIgnoringCase("completed");
        JsonNode step = get(keys.key(tenant, "viewer"), "/v1/runs/" + run.id() + "/steps/pay")
                .json();
        assertThat(step.at("/value_notes").toString()).contains("/");
        String second = attemptId(run, "again", 1);
        assertThat(complete(claim(second, "tool").json(), Map.of("text", "ok")).status())
                .isEqualTo(200);
        deliver(run);
        assertThat(text("SELECT status FROM runs WHERE id = ?", run.id())).isEqualTo("completed");
    }

    static Stream<Map<String, Object>> outputs() {
        // a key that is half of a surrogate pair is no JSON to the parser: 400, and the worker says that it failed
        return poisons()
                .filter(poison -> !String.valueOf(poison).startsWith("{\ud800"))
                .flatMap(poison -> Stream.<Map<String, Object>>of(
                        Map.of("text", "t", "structured", poison),
                        Map.of(
                                "text",
                                poison instanceof String ? poison : "t",
                                "structured",
                                Map.of("in", List.of(poison)))));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void a_worker_may_fail_with_anything(Map<String, Object> error, List<String> labels) {
        RunDriver run = run(ECHO, Map.of()).start();

        Answer answer = reported(claimed(run), "failed", null, error, labels);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        deliver(run);
        assertThat(text("SELECT status FROM runs WHERE id = ?", run.id())).isEqualTo("failed");
        assertThat(text("SELECT code FROM runs WHERE id = ?", run.id()).length())
                .isLessThanOrEqualTo(64);
        assertThat(count("SELECT cardinality(labels) FROM attempts WHERE run_id = ?", run.id()))
                .isLessThanOrEqualTo(40);
    }

    static Stream<Arguments> errors() {
        List<String> many =
                IntStream.range(0, 50_000).mapToObj(i -> "label-" + i).toList();
        return Stream.of(
                Arguments.of(error("tool-failed", "a\u0000b \ud800"), List.of("\u0000", "\udc00")),
                Arguments.of(error("c\u0000\ud800", "m"), List.of()),
                Arguments.of(error("x".repeat(5_000_000), "m"), List.of()),
                Arguments.of(error("tool-failed", "y".repeat(5_000_000)), List.of("z".repeat(100_000))),
                Arguments.of(error("tool-failed", "m"), many));
    }

    private static Map<String, Object> error(String code, String message) {
        return Map.of("code", code, "message", message, "retryable", false);
    }

    // ---- what expressions make ------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{% $decodeUrlComponent('%00') %}",
                "{% {'a': $decodeUrlComponent('a%00b')} %}",
                "{% {$decodeUrlComponent('%00'): 1} %}",
                "{% $substring('\ud83d\ude00', 0, 1) & $split('\ud83d\ude00', '')[0] %}",
                "{% $reduce([1..140], function($a, $x) { [[$a]] }, 1) %}",
                "{% $reduce([1..60], function($a, $x) { {'l': $a, 'r': $a} }, 1) %}",
                "{% ($f := function($x) { $f($x) }; $f(1)) %}",
                "{% [1..10000000] %}",
            })
    void an_expression_that_makes_what_cannot_be_kept_ends_the_run_with_its_error(String expression) {
        String quoted = expression.replace("\\", "\\\\").replace("\"", "\\\"");
        for (String definition : List.of(
                "{name: a, steps: [{id: pay, type: tool, tool: orders.lookup, input: {id: \"" + quoted + "\"}}]}",
                "{name: a, steps: [{id: ask, type: approval, title: \"" + quoted + "\"}]}",
                "{name: a, steps: [{id: m, type: map, over: \"" + quoted
                        + "\", step: {type: tool, tool: orders.lookup, input: {id: x}}}]}")) {
            RunDriver run = run(definition, Map.of()).start();

            assertThat(text("SELECT status FROM runs WHERE id = ?", run.id()))
                    .as(definition)
                    .isEqualTo("failed");
        }
    }

    @ParameterizedTest
    @CsvSource({"9007199254740993", "9007199254740992", "-9007199254740993", "9223372036854775807", "1e300"})
    void an_argument_that_a_digest_cannot_tell_from_its_neighbours_is_refused(String number) {
        RunDriver run = run(
                        "{name: a, steps: [{id: pay, type: tool, tool: payments.refund, input: {amount: " + number
                                + "}}]}",
                        Map.of())
                .start();

        assertThat(text("SELECT status FROM runs WHERE id = ?", run.id())).isEqualTo("failed");
        assertThat(text("SELECT note FROM steps WHERE run_id = ?", run.id()))
                .contains("/amount")
                .contains("send it as a text");
    }

    @ParameterizedTest
    @CsvSource({
        "{% nothing %}, 0",
        "{% 'one' %}, 1",
        "{% [1] %}, 1",
        "{% 7 %}, 1",
        "{% input.list %}, 3",
        "{% input.empty %}, 0"
    })
    void a_map_takes_nothing_for_no_item_and_one_value_for_one(String over, int items) {
        RunDriver run = run(
                        "{name: a, steps: [{id: m, type: map, over: \"" + over
                                + "\", step: {type: tool, tool: orders.lookup, input: {id: x}}}]}",
                        Map.of("list", List.of(1, 2, 3), "empty", List.of()))
                .start();

        assertThat(count("SELECT count(*) FROM attempts WHERE run_id = ?", run.id()))
                .isEqualTo(items);
    }

    // ---- what people ask ------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("requests")
    void people_are_told_where_their_request_is_poisoned(String route, Object body) {
        String admin = keys.key(tenant, "admin", "developer", "operator", "approver", "policy_admin", "viewer");

        Answer answer =
                call(request(admin, route).POST(HttpRequest.BodyPublishers.ofString(RAW.writeValueAsString(body))));

        boolean specification = route.matches("/v1/(agents|tools|policies|workflows).*");
        assertThat(answer.status())
                .as(route + " " + answer.body())
                .isIn(specification ? List.of(200, 422) : List.of(400));
        assertThat(answer.status() == 200 && answer.json().at("/valid").asBoolean())
                .isFalse();
        boolean parsed = !body.toString().contains("\ud800=") && !body.equals(requestBody(deep(600)));
        if (parsed) { // what the parser itself refuses has a line and a column
            assertThat(answer.body()).contains("\"pointer\":\"/name").doesNotContain("\u0000");
        }
    }

    static Stream<Arguments> requests() {
        List<String> routes = List.of(
                "/v1/runs",
                "/v1/agents",
                "/v1/tools",
                "/v1/policies",
                "/v1/workflows",
                "/v1/policies/lint",
                "/v1/workflows/validate",
                "/v1/approvals/apr_none/decision",
                "/v1/runs/run_none/cancel",
                "/v1/runs/run_none/signals/x");
        return routes.stream().flatMap(route -> poisons().map(poison -> Arguments.of(route, requestBody(poison))));
    }

    private static Map<String, Object> requestBody(Object poison) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", poison);
        body.put("workflow", "w");
        body.put("input", Map.of("deep", poison));
        body.put("reason", poison);
        body.put("comment", poison);
        body.put("labels", Map.of("l", poison));
        return body;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "x\udc00y"})
    void the_name_of_a_key_is_a_text_that_can_be_kept(String name) {
        Map<String, Object> body = Map.of("name", name, "roles", List.of("viewer"));

        Answer answer = call(request(keys.key(tenant, "admin"), "/v1/api-keys")
                .POST(HttpRequest.BodyPublishers.ofString(RAW.writeValueAsString(body))));

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("/name");
    }

    @Test
    void a_key_that_comes_twice_is_refused() {
        String developer = keys.key(tenant, "developer", "viewer");
        for (String body : List.of(
                "{\"workflow\": \"a\", \"workflow\": \"b\"}",
                "{\"workflow\": \"a\", \"input\": {\"x\": 1, \"x\": 2}}")) {
            Answer answer = call(request(developer, "/v1/runs").POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).containsIgnoringCase("duplicate");
        }
    }

    @Test
    void parameters_and_paths_are_looked_at_too() {
        String viewer = keys.key(tenant, "viewer", "operator", "admin");
        List<Integer> statuses = new ArrayList<>();
        for (String path : List.of(
                "/v1/runs?status=%00",
                "/v1/runs?name=a%00b",
                "/v1/approvals?run=%00",
                "/v1/audit?action=%00",
                "/v1/runs/run_%00",
                "/v1/agents/%00")) {
            statuses.add(get(viewer, path).status());
        }
        assertThat(statuses).allMatch(status -> status >= 400 && status < 500);
    }

    private JsonNode claimed(RunDriver run) {
        return claim(attemptId(run, "pay", 1), "tool").json();
    }

    private Answer reported(
            JsonNode job, String status, @Nullable Object output, @Nullable Object error, List<String> labels) {
        Map<String, @Nullable Object> digested = new LinkedHashMap<>();
        digested.put("status", status);
        digested.put("output", output);
        digested.put("error", error);
        digested.put("labels", labels);
        digested.values().removeIf(Objects::isNull);
        Map<String, @Nullable Object> body = new LinkedHashMap<>(digested);
        body.put("lease_id", job.at("/lease_id").asString());
        body.put("result_sha256", Digests.canonicalSha256(RAW.writeValueAsString(digested)));
        String path = "/v1/attempts/" + job.at("/attempt_id").asString() + "/result";
        return call(request(worker, path).POST(HttpRequest.BodyPublishers.ofString(RAW.writeValueAsString(body))));
    }
}
