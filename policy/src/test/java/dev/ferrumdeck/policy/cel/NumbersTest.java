package dev.ferrumdeck.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A number is a number: no condition tells the forms apart in which JSON, a parser or a language has it. */
class NumbersTest {
    private static final CelEnvironment ENVIRONMENT = new CelEnvironment(Map.of("args", CelEnvironment.Type.OBJECT));

    /** Every form of one hundred. */
    private static final List<Number> HUNDREDS = List.of(
            100,
            100L,
            (short) 100,
            (byte) 100,
            100.0,
            100f,
            new BigDecimal("100"),
            new BigDecimal("100.00"),
            new BigDecimal("1e2"),
            BigInteger.valueOf(100));

    private static final List<String> TRUE_OF_A_HUNDRED = List.of(
            "args.n == 100",
            "args.n == 100.0",
            "args.n == 1e2",
            "100 == args.n",
            "args.n != 101",
            "args.n != 100.5",
            "args.n > 99",
            "args.n > 99.9",
            "args.n >= 100.0",
            "args.n < 100.1",
            "args.n <= 100",
            "args.n in [100]",
            "args.n in [1.5, 100.0]",
            "!(args.n in [100.5])",
            "args.n in {100: 'x'}",
            "args.n in {100.0: 'x'} || args.n in {100: 'x'}",
            "[args.n] == [100]",
            "{'a': args.n} == {'a': 100.0}",
            "args.n + 1 == 101",
            "args.n + 0.5 == 100.5",
            "0.5 + args.n == 100.5",
            "args.n - 0.5 == 99.5",
            "args.n * 1.5 == 150.0",
            "1.5 * args.n == 150",
            "args.n / 8.0 == 12.5",
            "250.0 / args.n == 2.5",
            "args.n % 30 == 10",
            "-args.n == -100",
            "args.n * args.n == 10000",
            "size(args.list) * args.n == 300",
            "size(args.list) + 0.5 < args.n",
            "args.list.exists(x, x == args.n)",
            "args.list[args.two] == 3",
            "string(args.n) == '100'",
            "int(args.n) == 100 && double(args.n) == 100.0",
            "type(args.n) == int");

    @ParameterizedTest
    @MethodSource("pairs")
    void every_form_of_a_number_is_the_same_to_a_condition(Number hundred, String condition) throws Exception {
        Object two = hundred instanceof Double ? (Object) 2.0 : (Object) 2;
        Map<String, Object> args = Map.of("n", hundred, "two", two, "list", List.of(1, hundred, 3));

        assertThat(holds(condition, args)).isTrue();
    }

    static Stream<Arguments> pairs() {
        return HUNDREDS.stream().flatMap(n -> TRUE_OF_A_HUNDRED.stream().map(text -> Arguments.of(n, text)));
    }

    @Test
    void numbers_at_the_edges_are_not_mistaken() throws Exception {
        BigInteger above = BigInteger.ONE.shiftLeft(63);

        assertThat(holds("args.n > 9223372036854770000", Map.of("n", above))).isTrue();
        assertThat(holds("args.n == 9007199254740993", Map.of("n", 9007199254740993L)))
                .isTrue();
        assertThat(holds("args.n == 9007199254740992", Map.of("n", 9007199254740993L)))
                .isFalse();
        assertThat(holds("args.n == 0", Map.of("n", -0.0))).isTrue();
        assertThat(holds("args.n > 1e308", Map.of("n", new BigDecimal("1e1000000000"))))
                .isTrue();
        assertThat(holds("args.n == 0.0 || args.n < 1e-300", Map.of("n", new BigDecimal("1e-1000000000"))))
                .isTrue();
        assertThat(holds("args.n > 100", Map.of("n", new BigDecimal("100.0000000000000000001"))))
                .isFalse(); // beyond a double: such arguments are refused before a policy sees them
    }

    private static boolean holds(String condition, Map<String, Object> args) throws ConditionFailed {
        return ENVIRONMENT.compile(condition, "").value().holds(CelValues.of(Map.of("args", args)));
    }
}
