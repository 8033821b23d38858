package dev.ferrumdeck.workflows.dag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.contracts.wire.Usage;
import org.junit.jupiter.api.Test;

class PriceSpecTest {
    private static final PriceSpec CLAUDE = new PriceSpec(3_000_000, 15_000_000, 300_000L, 3_750_000L, null);

    @Test
    void parts_of_the_input_cost_their_own_rates() {
        assertThat(CLAUDE.costMicros(new Usage(12_307, 550, 0L, 12_304L, 0L, null)))
                .isEqualTo(54_399);
        assertThat(CLAUDE.costMicros(new Usage(1_000_003, 0, 1_000_000L, 0L, 0L, null)))
                .isEqualTo(300_009);
    }

    @Test
    void a_part_without_a_rate_costs_what_the_whole_costs() {
        PriceSpec plain = new PriceSpec(3_000_000, 15_000_000);
        assertThat(plain.costMicros(new Usage(100, 10, 50L, 20L, 5L, null)))
                .isEqualTo(plain.costMicros(Usage.of(100, 10)))
                .isEqualTo(450);
    }

    @Test
    void reasoning_costs_its_own_rate_where_there_is_one() {
        PriceSpec price = new PriceSpec(1_000_000, 2_000_000, null, null, 4_000_000L);
        assertThat(price.costMicros(new Usage(1, 10, 0L, 0L, 4L, null))).isEqualTo(1 + 12 + 16);
        assertThat(price.dearestOutput()).isEqualTo(4_000_000);
    }

    @Test
    void nothing_is_reserved_below_what_a_cache_may_cost() {
        assertThat(CLAUDE.dearestInput()).isEqualTo(3_750_000);
        assertThat(CLAUDE.dearestOutput()).isEqualTo(15_000_000);
    }

    @Test
    void costs_are_rounded_up_once_and_never_overflow() {
        assertThat(new PriceSpec(1, 1).costMicros(Usage.of(1, 1))).isEqualTo(1);
        assertThat(new PriceSpec(0, 0).costMicros(Usage.of(5, 5))).isZero();
        assertThat(new PriceSpec(Long.MAX_VALUE, Long.MAX_VALUE).costMicros(Usage.of(100_000_000, 100_000_000)))
                .isEqualTo(Long.MAX_VALUE);
    }
}
