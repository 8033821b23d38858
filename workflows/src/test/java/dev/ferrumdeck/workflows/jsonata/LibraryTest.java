package dev.ferrumdeck.workflows.jsonata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dashjoin.jsonata.Jsonata;
import dev.ferrumdeck.policy.bounds.Bounds;
import dev.ferrumdeck.policy.bounds.Meter;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class LibraryTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void every_function_that_the_library_has_is_bounded_here() throws Exception {
        Jsonata jsonata = Jsonata.jsonata("1");
        Field statics = Jsonata.class.getDeclaredField("staticFrame");
        Field bindings = Jsonata.Frame.class.getDeclaredField("bindings");
        Field own = Jsonata.class.getDeclaredField("environment");
        statics.setAccessible(true);
        bindings.setAccessible(true);
        own.setAccessible(true);
        Library.bind(jsonata);

        Map<?, ?> theirs = (Map<?, ?>) bindings.get(statics.get(null));
        Map<?, ?> ours = (Map<?, ?>) bindings.get(own.get(jsonata));

        assertThat(theirs).isNotEmpty();
        assertThat(ours.keySet().containsAll(theirs.keySet())).isTrue();
        assertThat(ours.values()).allMatch(BoundedFunction.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "$match('ababbabbcc', /a(b+)/).match                    | [\"ab\",\"abb\",\"abb\"]",
                "$match('ababbabbcc', /a(b+)/)[1].index                 | 2",
                "$match('ababbabbcc', /a(b+)/)[1].groups                | [\"bb\"]",
                "$match('ababbabbcc', /a(b+)/, 1).match                 | \"ab\"",
                "$match('AbAb', /ab/i).index                            | [0,2]",
                "$match('xyz', /a/)                                     | none",
                "$match(nothing, /a/)                                   | none",
                "$contains('abracadabra', 'bra')                        | true",
                "$contains('abracadabra', /a.*a$/)                      | true",
                "$contains('a/b', /[/]/)                                | true",
                "$contains('a/b', /a(/)b/)                              | true",
                "$contains('x', /^\\//) or $contains('/x', /^\\//)      | true",
                "'x' in ['x'] and /x/('x').start = 0                    | true",
                "$replace('John Smith and John Jones', 'John', 'Mr')    | \"Mr Smith and Mr Jones\"",
                "$replace('John Smith and John Jones', 'John', 'Mr', 1) | \"Mr Smith and John Jones\"",
                "$replace('a.b.c', '.', '+', 1)                         | \"a+b.c\"",
                "$replace('John Smith', /(\\w+)\\s(\\w+)/, '$2, $1')    | \"Smith, John\"",
                "$replace('265USD', /([0-9]+)USD/, '$$$1')              | \"$265\"",
                "$replace('abc', /(b)/, '[$0]$9$')                      | \"a[b]$c\"",
                "$replace('abc', /b/, function($m) { '<' & $m.match & $m.start & '>' }) | \"a<b1>c\"",
                "$replace('abcabc', /b/, '', 1)                         | \"acabc\"",
                "$split('a, b, c', ', ')                                | [\"a\",\"b\",\"c\"]",
                "$split('abc', '')                                      | [\"a\",\"b\",\"c\"]",
                "$split('a1b22c', /[0-9]+/)                             | [\"a\",\"b\",\"c\"]",
                "$split('a,b,', ',')                                    | [\"a\",\"b\",\"\"]",
                "$split('a,b,c', ',', 2)                                | [\"a\",\"b\"]",
                "$split('', ',')                                        | [\"\"]",
                "/^a+/('aab').match                                     | \"aa\"",
                "('aab' ~> /a/).next().start                            | 1",
                "['ab', 'cd', 'ax'] ~> $filter(/^a/)                    | [\"ab\",\"ax\"]",
                "($s := $split(?, '-'); $s('a-b'))                       | [\"a\",\"b\"]",
                "['a','b'] ~> $join('-')                                | \"a-b\"",
                "$join('a')                                             | \"a\"",
                "$pad('ab', 4, '-')                                     | \"ab--\"",
                "$spread({'a': 1, 'b': 2})                              | [{\"a\":1},{\"b\":2}]",
                "$spread([{'a': 1}, {'b': 2}]).b                        | 2",
                "$zip([1,2],[3,4])                                      | [[1,3],[2,4]]",
                "$round(2.345, 2)                                       | 2.34",
                "$formatInteger(12, 'I')                                | \"XII\"",
                "$toMillis('2017-11-07', '[Y0001]-[M01]-[D01]')         | 1510012800000",
                "$toMillis('20171107', '[Y0001][M01][D01]')             | 1510012800000",
                "$fromMillis(1510067557121, '[Y]-[M01]')                | \"2017-11\"",
                "6 / 2 / 3                                              | 1",
                "($x := 6; $x / 2)                                      | 3",
                "input.a / 2 & '/'                                      | \"2/\"",
            })
    void functions_are_as_jsonata_documents_them(String source, String expected) throws Exception {
        Object value = evaluate(source);

        assertThat(value == null ? "none" : JSON.writeValueAsString(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$match('a', /(?=a)/)",
                "$match('a', /(a)\\1/)",
                "$match('a', /(/)",
                "$match('a', /(a{1,900}){1,900}/)",
                "$match('a', /a",
                "$now()",
                "$x := $eval; $x('1')",
            })
    void what_cannot_be_bounded_is_refused_with_its_place(String source) {
        assertThatThrownBy(() -> Mapping.compile(source)).isInstanceOf(NotJsonata.class);
    }

    @Test
    void a_function_in_place_of_a_regular_expression_says_what_is_expected() {
        assertThatThrownBy(() -> evaluate("$match('a', function($x) { $x })"))
                .isInstanceOf(MappingFailed.class)
                .hasMessageContaining("regular expression");
        assertThatThrownBy(() -> evaluate("$replace('a', /a/, function($x) { 1 })"))
                .isInstanceOf(MappingFailed.class)
                .hasMessageContaining("must make a text");
    }

    private static @Nullable Object evaluate(String source) throws Exception {
        Callable<@Nullable Object> evaluation = () -> Mapping.compile(source)
                .evaluate(Map.of("input", Map.of("a", 4)))
                .map(Mapping.Value::json)
                .orElse(null);
        FutureTask<@Nullable Object> task = new FutureTask<@Nullable Object>(evaluation);
        new Meter(Bounds.DEFAULT).measure(() -> {
            task.run();
            return true;
        });
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }
}
