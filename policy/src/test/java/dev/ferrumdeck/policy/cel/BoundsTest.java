package dev.ferrumdeck.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferrumdeck.policy.bounds.Bounds;
import dev.ferrumdeck.policy.bounds.Meter;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions that would keep a processor busy end at a bound, whatever surrounds them. */
class BoundsTest {
    private static final CelEnvironment ENVIRONMENT = new CelEnvironment(Map.of("args", CelEnvironment.Type.OBJECT));
    private static final Bounds SMALL = new Bounds(200_000, Duration.ofMillis(200), 64L * 1024 * 1024);

    private final Map<String, Object> variables = CelValues.of(Map.of(
            "args",
            Map.of(
                    "items",
                    IntStream.range(0, 10_000).mapToObj(i -> "item" + i).toList(),
                    "text",
                    "x".repeat(2_000_000),
                    "regex",
                    "(x+x+)+y")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "args.items.all(x, !args.text.contains(x))",
                "args.items.all(x, !args.text.contains(x)) || true",
                "args.items.exists(x, args.text.contains(x)) ? false : true",
                "args.items.all(x, args.items.all(y, x == y || x != y))",
                "args.items.map(x, args.items.map(y, x + y)).size() > 0",
                "args.text.matches('(x{1,100}){1,10}y') || args.text.matches('(x?){200}x{200}y')",
                "args.items.filter(x, args.text.matches(args.regex)).size() == 0",
                "args.items.map(x, args.text + x).size() > 0",
                "(args.text+args.text+args.text+args.text+args.text+args.text+args.text+args.text+args.text).size() >"
                        + " 1",
            })
    void a_condition_that_burns_ends_at_a_bound(String condition) {
        Meter meter = new Meter(SMALL);

        assertThatThrownBy(() -> meter.measure(() -> holds(condition)))
                .hasCauseInstanceOf(ConditionFailed.class)
                .cause()
                .extracting(failure -> ((ConditionFailed) failure).isBound())
                .isEqualTo(true);
        assertThat(meter.reached()).isPresent();
    }

    @Test
    void what_was_stopped_by_another_thread_does_not_go_on() {
        Meter meter = new Meter(Bounds.DEFAULT);
        meter.stop("nobody waits for it any more");

        assertThatThrownBy(() -> meter.measure(() -> holds("true || args.text.contains('x')")))
                .hasRootCauseMessage("nobody waits for it any more");
        assertThat(meter.isTime()).isTrue();
    }

    @Test
    void usual_conditions_are_far_from_every_bound() {
        Meter meter = new Meter(new Bounds(200_000, Duration.ofSeconds(5), 64L * 1024 * 1024));

        assertThat(meter.measure(() -> holds("args.items.exists(x, x == 'item9999') && args.text.size() == 2000000")))
                .isTrue();
        assertThat(meter.reached()).isEmpty();
    }

    private boolean holds(String condition) {
        try {
            return ENVIRONMENT.compile(condition, "").value().holds(variables);
        } catch (ConditionFailed e) {
            throw new IllegalStateException(e);
        }
    }
}
