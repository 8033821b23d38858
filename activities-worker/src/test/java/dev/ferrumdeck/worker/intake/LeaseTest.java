package dev.ferrumdeck.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.worker.testing.Jobs;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void a_silence_as_long_as_the_fence_loses_the_lease() {
        Lease lease = lease(30_000, Duration.ofSeconds(25), 0);
        lease.fenceAt(25 * SECOND - 1);
        assertThat(lease.held()).isTrue();
        lease.fenceAt(25 * SECOND);
        assertThat(lease.held()).isFalse();
        assertThat(lease.ended()).isCompletedWithValue(Ending.LOST);
    }

    @Test
    void a_good_renew_counts_from_when_it_was_sent() {
        Lease lease = lease(30_000, Duration.ofSeconds(25), 0);
        lease.renewed(10 * SECOND);
        lease.fenceAt(30 * SECOND);
        assertThat(lease.held()).isTrue();
        lease.fenceAt(35 * SECOND);
        assertThat(lease.held()).isFalse();
    }

    @Test
    void the_fence_always_falls_before_a_short_lease_ends() {
        Lease lease = lease(3_000, Duration.ofSeconds(25), 0);
        lease.fenceAt(2_500_000_000L);
        assertThat(lease.held()).isFalse();
        assertThat(lease.renewEvery()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void an_effect_that_began_is_not_stopped_by_a_wish() {
        Lease lease = lease(30_000, Duration.ofSeconds(25), 0);
        lease.begin();
        lease.end(Ending.CANCELLED);
        lease.end(Ending.RELEASED);
        assertThat(lease.ended()).isNotDone();
        lease.end(Ending.LOST);
        assertThat(lease.ended()).isCompletedWithValue(Ending.LOST);
    }

    @Test
    void a_cancelled_lease_can_still_be_lost() {
        Lease lease = lease(30_000, Duration.ofSeconds(25), 0);
        lease.end(Ending.CANCELLED);
        assertThat(lease.held()).isTrue();
        lease.end(Ending.LOST);
        assertThat(lease.held()).isFalse();
        assertThat(lease.ended()).isCompletedWithValue(Ending.CANCELLED);
    }

    private static Lease lease(long ttlMs, Duration fence, long sentAt) {
        return new Lease(Jobs.timed(Jobs.llm(Map.of()), ttlMs, 60_000), fence, sentAt);
    }
}
