package dev.ferrumdeck.workflows.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferrumdeck.contracts.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class ExpressionsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final Expressions expressions = new Expressions();
    private final Map<String, Object> scope = json("""
        {"input": {"n": 5, "price": 120.5, "name": "Ann", "one": [7], "none": null, "empty": [], "list": [3, 1, 2]},
         "steps": {"list": {"state": "completed", "error": null,
                   "output": {"text": "ok", "structured": {"files": ["a", "b"]}}}},
         "item": {"id": 9}, "index": 2}
        """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "size(steps.list.output.structured.files) > 1    | true",
                "steps.list.state == 'completed' && input.n < 5  | false",
                "input.price > 120                               | true",
                "input.n == 5.0                                  | true",
                "input.price >= 121                              | false",
                "has(input.missing)                              | false",
                "input.none == null                              | true",
                "steps['list'].output.text.startsWith('o')       | true",
            })
    void conditions_are_evaluated(String cel, boolean holds) {
        assertThat(expressions.when(cel, scope)).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"input.missing > 1", "input.name > 1", "1 +", "input.n", "size(input.list)", "item.id == 9"})
    void a_condition_that_is_no_condition_says_which_and_why(String cel) {
        assertThatThrownBy(() -> expressions.when(cel, scope))
                .isInstanceOfSatisfying(ExpressionFailed.class, failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.EXPRESSION_FAILED);
                    assertThat(failed).hasMessageContaining(cel);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "input.n                                  | 5",
                "input.price * 2                          | 241",
                "input.n / 2                              | 2.5",
                "input.one                                | [7]",
                "input.empty                              | []",
                "input.none                               | null",
                "input.missing                            | null",
                "'Dear ' & input.name                     | \"Dear Ann\"",
                "$sort(input.list)                        | [1, 2, 3]",
                "steps.list.output.structured.files[0]    | \"a\"",
                "{'id': item.id, 'i': index}              | {\"id\": 9, \"i\": 2}",
                "input.list.($ * 10)                      | [30, 10, 20]",
                "$pad('a', -3, '0')                       | \"00a\"",
                "input.n > 4                              | true",
                "$count(input.list)                       | 3",
            })
    void expressions_give_plain_json(String jsonata, String expected) {
        Object value = expressions.template("{% " + jsonata + " %}", scope);

        assertThat(JSON.readTree(JSON.writeValueAsString(value))).isEqualTo(JSON.readTree(expected));
    }

    @Test
    void templates_are_evaluated_at_any_depth_and_the_rest_stays() {
        Map<String, Object> template = json("""
            {"to": "{% input.name %}", "text": "100% {not} an expression", "n": 1,
             "list": ["{% input.n %}", {"x": " {% index %} "}, "{% input.missing %}"],
             "gone": "{% input.missing %}", "none": "{% input.none %}", "null": null}
            """);

        assertThat(JSON.writeValueAsString(expressions.template(template, scope)))
                .isEqualTo("{\"to\":\"Ann\",\"text\":\"100% {not} an expression\",\"n\":1,"
                        + "\"list\":[5,{\"x\":2},null],\"none\":null,\"null\":null}");
    }

    @Test
    void values_are_not_changed_by_expressions() {
        String before = JSON.writeValueAsString(scope);

        expressions.template("{% input ~> | $ | {'n': 6, 'extra': $sort(list)}, 'name' | %}", scope);

        assertThat(JSON.writeValueAsString(scope)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "input.n +                                                     | Unexpected end",
                "input.n + 'a'                                                 | must evaluate to a number",
                "$nothing()                                                    | non-function",
                "$error('no order')                                            | no order",
                "$now()                                                        | $now is not available",
                "($r := $random; $r())                                         | $random is not available",
                "$eval('1')                                                    | $eval is not available",
                "$toMillis('x')                                                | could not be parsed",
                "function($x) { $x }                                           | a function",
                "($f := function($x) { $f($x) }; $f(1))                        | steps",
                "($f := function($x) { 1 + $f($x) }; $f(1))                    | nested deeper",
                "($f := function($s) { $f($s & $s) }; $f('aaaaaaaaaaaaaaaa'))  | a text longer than",
                "[1..9000000]                                                  | more than 1000000 items",
                "$pad('', 100000000)                                           | $pad",
                "1/0                                                           | 1/0",
                "$decodeUrlComponent('%00')                                    | its value holds U+0000",
                "{'a': ['x', 'a' & $decodeUrlComponent('%00')]}                | at /a/1 its value holds U+0000",
                "{$decodeUrlComponent('%00'): 1}                               | holds U+0000",
                "$substring('😀', 0, 1) & $split('😀', '')[0]                   | half of a surrogate pair",
                "$reduce([1..150], function($a, $x) { [[$a]] }, 1)             | nested deeper than",
            })
    void an_expression_that_fails_says_which_and_why(String jsonata, String why) {
        assertThatThrownBy(() -> expressions.template("{% " + jsonata + " %}", scope))
                .isInstanceOf(ExpressionFailed.class)
                .hasMessageContaining(why)
                .hasMessageContaining(jsonata.substring(0, 3));
    }

    @Test
    void many_threads_may_share_it() throws Exception {
        var pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Object>> tasks = IntStream.range(0, 400)
                    .<Callable<Object>>mapToObj(i -> () -> expressions.template(
                            "{% $sum($map([1..input.k], function($x) { $x * input.k })) %}",
                            Map.of("input", Map.of("k", i % 20))))
                    .toList();
            List<Future<Object>> results = pool.invokeAll(tasks);
            for (int i = 0; i < results.size(); i++) {
                long k = i % 20;
                Object expected = k == 0 ? null : k * k * (k + 1) / 2;
                assertThat(results.get(i).get() instanceof Number n ? (Object) n.longValue() : null)
                        .isEqualTo(expected);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Map<String, Object> json(String text) {
        return JSON.readValue(text, new TypeReference<Map<String, Object>>() {});
    }
}
