package dev.ferrumdeck.workflows.jsonata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonataSourceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "steps.a.output                              | a",
                "steps.`a-b`.output & steps.c.state          | a-b c",
                "$$.steps.a                                  | a",
                "$.steps.a                                   | a",
                "$map(steps.a.output, function($x) { $x })   | a",
                "{'x': steps.a.output}                       | a",
                "[steps.a, steps.b]                          | a b",
                "(steps.a; steps.b)                          | a b",
                "input.steps.a                               | none",
                "input.list[steps.a = 1]                     | none",
                "input.list.{'x': steps.a}                   | none",
                "input.list.(steps.a)                        | none",
                "input.list[x = $$.steps.b.output]           | b",
                "'steps.a' & \"steps.b\"                     | none",
                "/* steps.a */ 1                             | none",
                "$match(input.x, /steps.a/)                  | none",
                "input.a / steps.a / 2                       | a",
                "steps.a.output.(steps.b)                    | a",
            })
    void names_the_steps_it_is_sure_of(String source, String steps) {
        assertThat(String.join(
                        " ",
                        JsonataSource.of(source).steps().stream()
                                .map(JsonataSource.Reference::step)
                                .toList()))
                .isEqualTo(steps.equals("none") ? "" : steps);
    }

    @Test
    void a_refused_function_is_found_wherever_it_is_named() {
        assertThat(JsonataSource.of("input ~> $millis").refusedFunction()).contains("millis");
        assertThat(JsonataSource.of("'$now()' & $nowhere").refusedFunction()).isEmpty();
    }
}
