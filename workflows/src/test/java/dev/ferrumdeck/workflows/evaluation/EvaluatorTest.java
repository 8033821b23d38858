package dev.ferrumdeck.workflows.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferrumdeck.policy.bounds.Bounds;
import dev.ferrumdeck.policy.bounds.Meter;
import dev.ferrumdeck.workflows.dag.ExpressionFailed;
import dev.ferrumdeck.workflows.dag.Expressions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class EvaluatorTest {
    private static final long BYTES = 256L * 1024 * 1024;
    private static final EvaluatorSettings SETTINGS = new EvaluatorSettings(
            new Bounds(300_000, Duration.ofMillis(50), BYTES),
            2,
            new Bounds(300_000, Duration.ofMillis(300), BYTES),
            Duration.ofSeconds(20),
            Duration.ofSeconds(1));
    private static final Map<String, Object> SCOPE = Burning.scope();

    private final Evaluator evaluator = new Evaluator(new Expressions(), SETTINGS);

    @ParameterizedTest
    @MethodSource("mappings")
    void a_mapping_that_burns_is_ended_and_its_thread_with_it(String mapping) {
        EntryBudget budget = evaluator.newEntry();

        assertThatThrownBy(() -> evaluator.template("{% " + mapping + " %}", SCOPE, budget))
                .isInstanceOf(ExpressionFailed.class);

        assertThat(budget.spent()).isLessThan(Duration.ofSeconds(8)); // of processor time, both tries
        assertThat(evaluator.leftBehind()).isZero();
    }

    static List<String> mappings() {
        return Burning.MAPPINGS;
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void a_condition_that_burns_is_ended_and_its_thread_with_it(String condition) {
        EntryBudget budget = evaluator.newEntry();

        assertThatThrownBy(() -> evaluator.when(condition, SCOPE, budget)).isInstanceOf(ExpressionFailed.class);

        assertThat(budget.spent()).isLessThan(Duration.ofSeconds(8));
        assertThat(evaluator.leftBehind()).isZero();
    }

    static List<String> conditions() {
        return Burning.CONDITIONS;
    }

    @Test
    void a_pattern_that_would_backtrack_for_ever_just_answers() {
        assertThat(evaluator.template("{% $match(input.csv, /^(.*?,){20}P/) %}", SCOPE, evaluator.newEntry()))
                .isNull();
        assertThat(evaluator.template(
                        "{% $contains('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX', /(a+)+$/) %}",
                        SCOPE, evaluator.newEntry()))
                .isEqualTo(false);
    }

    @Test
    void others_are_answered_while_several_burn() throws Exception {
        List<String> burning = Stream.concat(
                        Burning.MAPPINGS.stream().limit(3).map(text -> "{% " + text + " %}"),
                        Stream.of("{% $map([1..1000000], function($x){ $contains(input.text, 'y') }) %}"))
                .toList();
        AtomicInteger burnt = new AtomicInteger();
        CompletableFuture<Void> enough = new CompletableFuture<>();
        ExecutorService callers = Executors.newFixedThreadPool(12);
        try {
            CountDownLatch started = new CountDownLatch(12);
            for (int i = 0; i < 12; i++) {
                String template = burning.get(i % burning.size());
                callers.execute(() -> {
                    started.countDown();
                    while (!enough.isDone()) {
                        assertThatThrownBy(() -> evaluator.template(template, SCOPE, evaluator.newEntry()))
                                .isInstanceOf(ExpressionFailed.class);
                        burnt.incrementAndGet();
                    }
                });
            }
            started.await();
            for (int i = 0; i < 20; i++) { // each would wait for all twelve, if slots were simply taken in turn
                assertThat(evaluator.template("{% $count(input.items) %}", SCOPE, evaluator.newEntry()))
                        .isEqualTo(10_000);
            }
            int whileTwentyWereAnswered = burnt.get();
            assertThat(whileTwentyWereAnswered).isLessThan(20 * 12);
        } finally {
            enough.complete(null);
            callers.shutdown();
        }
    }

    @Test
    void what_is_slow_once_is_tried_again_on_the_quiet_slot() {
        AtomicInteger tries = new AtomicInteger();
        Integer value = evaluator.call(
                "a slow start",
                () -> {
                    if (tries.incrementAndGet() == 1) {
                        Meter meter = Meter.current().orElseThrow();
                        while (true) {
                            meter.check();
                        }
                    }
                    return tries.get();
                },
                evaluator.newEntry());

        assertThat(value).isEqualTo(2);
    }

    @Test
    void what_is_too_much_everywhere_is_not_tried_again() {
        EntryBudget budget = evaluator.newEntry();

        assertThatThrownBy(() -> evaluator.template("{% [1..10000000] %}", SCOPE, budget))
                .hasMessageContaining("more than 1000000 items");
        assertThat(budget.spent()).isLessThan(SETTINGS.quick().cpu());
    }

    @Test
    void errors_of_the_virtual_machine_fail_the_expression_and_nothing_else() {
        List<Error> errors =
                List.of(new OutOfMemoryError("heap"), new StackOverflowError(), new NoClassDefFoundError("x"));
        for (Error error : errors) {
            assertThatThrownBy(() -> evaluator.call(
                            "a value",
                            () -> {
                                throw error;
                            },
                            evaluator.newEntry()))
                    .isInstanceOf(ExpressionFailed.class)
                    .hasMessageContaining("a value");
        }
        assertThat(evaluator.when("input.items.size() == 10000", SCOPE, evaluator.newEntry()))
                .isTrue();
    }

    @Test
    void what_nothing_can_interrupt_is_left_behind_and_keeps_no_slot() throws Exception {
        Evaluator impatient = new Evaluator(
                new Expressions(),
                new EvaluatorSettings(
                        SETTINGS.quick(), 1, SETTINGS.thorough(), Duration.ofMillis(200), Duration.ofSeconds(1)));
        CompletableFuture<Integer> never = new CompletableFuture<>();

        assertThatThrownBy(() -> impatient.call("a deaf one", never::join, impatient.newEntry()))
                .isInstanceOf(ExpressionFailed.class);

        assertThat(impatient.leftBehind()).isEqualTo(2);
        assertThat(impatient.when("1 == 1", Map.of(), impatient.newEntry())).isTrue();
        never.complete(1);
    }

    @Test
    void an_entry_knows_what_its_evaluations_took() {
        EntryBudget budget = evaluator.newEntry();
        assertThat(budget.isSpent()).isFalse();

        assertThatThrownBy(() -> evaluator.when(Burning.CONDITIONS.get(0), SCOPE, budget))
                .isInstanceOf(ExpressionFailed.class);
        assertThat(budget.spent()).isPositive();
        while (!budget.isSpent()) {
            assertThatThrownBy(() -> evaluator.when(Burning.CONDITIONS.get(0), SCOPE, budget))
                    .isInstanceOf(ExpressionFailed.class);
        }
    }

    @Test
    void an_interrupted_caller_does_not_wait() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> evaluator.when("1 == 1", Map.of(), evaluator.newEntry()))
                .isInstanceOf(java.util.concurrent.CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
