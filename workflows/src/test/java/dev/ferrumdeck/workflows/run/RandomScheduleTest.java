package dev.ferrumdeck.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The whole life of runs under random schedules; {@code -Dschedules.seed} and {@code -Dschedules.count} repeat one. */
class RandomScheduleTest {
    private static final long SEED = Long.getLong("schedules.seed", 1);
    private static final long COUNT = Long.getLong("schedules.count", 100_000);

    @Test
    void no_schedule_breaks_order_outcomes_budget_or_termination() {
        LongAdder lost = new LongAdder();
        LongAdder superseded = new LongAdder();
        LongAdder entries = new LongAdder();
        LongAdder lies = new LongAdder();
        List<String> violations = LongStream.range(SEED, SEED + COUNT)
                .parallel()
                .mapToObj(seed -> {
                    Schedule schedule = new Schedule(seed, true);
                    try {
                        schedule.run();
                    } catch (RuntimeException e) {
                        schedule.world.violations.add(e.toString() + " at " + e.getStackTrace()[0]);
                    }
                    lost.add(schedule.lost());
                    superseded.add(schedule.superseded());
                    entries.add(schedule.world.journal.size());
                    lies.add(schedule.lied());
                    return schedule.world.violations.stream().map(violation -> "seed " + seed + ": " + violation);
                })
                .flatMap(found -> found)
                .limit(20)
                .toList();
        System.out.printf(
                "random schedules: %d runs, %d entries, %d lost tasks, %d superseded entries, %d lies, %d violations%n",
                COUNT, entries.sum(), lost.sum(), superseded.sum(), lies.sum(), violations.size());
        assertThat(violations).isEmpty();
        assertThat(lost.sum()).as("without lost tasks the test has no power").isGreaterThan(COUNT / 2);
        assertThat(superseded.sum())
                .as("without superseded entries the test has no power")
                .isGreaterThan(COUNT / 4);
        assertThat(lies.sum()).as("without lies the test has no power").isGreaterThan(COUNT);
    }

    @Test
    void a_journal_that_believes_its_hints_is_found_out() {
        long broken = LongStream.range(SEED, SEED + 1_000)
                .filter(seed -> !new Schedule(seed, true)
                        .believing()
                        .run()
                        .world
                        .violations
                        .isEmpty())
                .count();
        assertThat(broken).isGreaterThan(100);
    }

    @Test
    void without_the_rule_that_the_first_writer_wins_the_same_schedules_find_violations() {
        long broken = LongStream.range(SEED, SEED + 1_000)
                .filter(seed -> {
                    Schedule schedule = new Schedule(seed, false);
                    try {
                        return !schedule.run().world.violations.isEmpty();
                    } catch (RuntimeException e) {
                        return true;
                    }
                })
                .count();
        assertThat(broken).isGreaterThan(10);
    }
}
