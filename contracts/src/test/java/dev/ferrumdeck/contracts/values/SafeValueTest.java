package dev.ferrumdeck.contracts.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeValueTest {
    private static final List<String> TEXTS =
            List.of("", "plain", "a\u0000b", "\ud800", "\udc00x", "\ud83d\ude00", "x\ud83d", "\udc00\ud800", "~/");
    private static final List<Object> SCALARS = List.of(
            1,
            -1L,
            1.5,
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            new BigDecimal("1e400"),
            new BigDecimal("1e1000000000"),
            BigInteger.TEN.pow(400),
            true);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatever_comes_is_safe_afterwards_and_only_then_changed(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Object value = value(random, random.nextInt(8));
            SafeValue safe = SafeValue.of(value);

            assertThat(Flaws.of(safe.json())).isEmpty();
            assertThat(safe.notes().isEmpty()).isEqualTo(Flaws.of(value).isEmpty());
            assertThat(SafeValue.of(safe.json())).isEqualTo(new SafeValue(safe.json(), List.of()));
            if (safe.notes().isEmpty()) {
                assertThat(safe.json()).isSameAs(value);
            }
        }
    }

    private static @Nullable Object value(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 2 : 4);
        if (kind == 0) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }
        if (kind == 1) {
            return random.nextInt(10) == 0 ? null : SCALARS.get(random.nextInt(SCALARS.size()));
        }
        List<@Nullable Object> list = new ArrayList<>();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(random, depth - 1));
            map.put(TEXTS.get(random.nextInt(TEXTS.size())), value(random, depth - 1));
        }
        return kind == 2 ? list : map;
    }

    @Test
    void depth_is_cut_where_it_is_too_much_and_said() {
        Object deep = "x";
        for (int i = 0; i < 10_000; i++) {
            deep = i % 2 == 0 ? List.of(deep) : Map.of("a", deep);
        }

        SafeValue safe = SafeValue.of(deep);

        assertThat(safe.notes()).singleElement().asString().contains("nested too deeply");
        assertThat(Flaws.of(List.of(Map.of("wrapped", deep)))).isNotEmpty();
        assertThat(Flaws.of(safe.json())).isEmpty();
    }

    @Test
    @Timeout(5)
    void keys_stay_different_and_numbers_are_never_written_out() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("a\u0000", 1);
        value.put("a\ud800", 2);
        value.put("n", new BigDecimal("1e1000000000"));

        SafeValue safe = SafeValue.of(value);

        assertThat(safe.json())
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .hasSize(3)
                .containsEntry("n", "1E+1000000000");
        assertThat(safe.notes()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740991, true",
        "-9007199254740991, true",
        "9007199254740992, false",
        "9007199254740993, false",
        "-9007199254740992, false",
        "9223372036854775808, false",
        "1e15, true",
        "1e16, false",
        "0.1, true",
        "0.10, true",
        "123.456, true",
        "0.1234567890123456789, false",
        "100.0000000000000000001, false",
        "1e400, false",
        "1e1000000000, false",
        "1e-1000000000, false",
        "0, true",
    })
    void only_numbers_that_a_double_keeps_are_exact(BigDecimal number, boolean exact) {
        assertThat(Flaws.ofExact(Map.of("args", List.of(number))).isEmpty()).isEqualTo(exact);
        if (number.scale() <= 0 && number.scale() > -100) {
            assertThat(Flaws.ofExact(List.of(number.toBigInteger())).isEmpty()).isEqualTo(exact);
        }
        if (!exact) {
            assertThat(Flaws.ofExact(Map.of("a/b", List.of(number))))
                    .singleElement()
                    .satisfies(flaw -> assertThat(flaw.pointer()).isEqualTo("/a~1b/0"));
        }
    }

    @Test
    void a_text_is_cut_between_characters() {
        assertThat(SafeText.of("abc", 3)).isEqualTo("abc");
        assertThat(SafeText.of("abcd", 3)).isEqualTo("ab…");
        assertThat(SafeText.of("a\ud83d\ude00\ud83d\ude00", 3)).isEqualTo("a…");
        assertThat(SafeText.of("x".repeat(5_000_000), 64)).hasSize(64);
        assertThat(SafeText.of("\u0000".repeat(5_000_000))).isEqualTo("\uFFFD".repeat(5_000_000));
        assertThat(SafeText.isSafe(SafeText.of("\u0000\ud800\udc00\udc00", 3))).isTrue();
    }
}
