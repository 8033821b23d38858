package dev.ferrumdeck.gateway.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferrumdeck.gateway.platform.web.ApiException;
import org.junit.jupiter.api.Test;

class WaitTest {
    @Test
    void the_preference_of_rfc_7240_is_read() {
        assertThat(Wait.of("wait=5", null)).isEqualTo(new Wait(5));
        assertThat(Wait.of("respond-async, wait=10", null)).isEqualTo(new Wait(10));
        assertThat(Wait.of("wait=\"7\"; x=1", null)).isEqualTo(new Wait(7));
    }

    @Test
    void the_parameter_wins_and_a_minute_is_the_most() {
        assertThat(Wait.of("wait=5", "9")).isEqualTo(new Wait(9));
        assertThat(Wait.of(null, "3600")).isEqualTo(new Wait(60));
    }

    @Test
    void what_is_no_preference_is_no_wait() {
        assertThat(Wait.of(null, null).isAsked()).isFalse();
        assertThat(Wait.of("await=5", null).isAsked()).isFalse();
    }

    @Test
    void a_parameter_that_is_no_number_is_refused() {
        assertThatThrownBy(() -> Wait.of(null, "long")).isInstanceOf(ApiException.class);
    }
}
