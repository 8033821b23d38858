package dev.ferrumdeck.worker.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.worker.work.Slot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TurnsTest {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Slot slot = new Slot() {
        @Override
        public void leave() {
            told.add("left");
        }

        @Override
        public void takeBack() {
            told.add("back");
        }
    };

    @Test
    void a_turn_that_is_free_costs_no_slot() throws Exception {
        assertThat(new Turns(1).next(slot, Duration.ofSeconds(1))).isPresent();
        assertThat(told).isEmpty();
    }

    @Test
    void whoever_waits_leaves_the_slot_and_takes_it_back_before_going_on() throws Exception {
        Turns turns = new Turns(1);
        Turns.Turn first = turns.next(slot, Duration.ofSeconds(1)).orElseThrow();
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> {
            try {
                return turns.next(slot, Duration.ofSeconds(10)).isPresent();
            } catch (InterruptedException e) {
                return false;
            }
        });
        while (!told.contains("left")) {
            Thread.onSpinWait();
        }

        first.close();
        first.close();

        assertThat(second.get()).isTrue();
        assertThat(told).containsExactly("left", "back");
        assertThat(turns.next(slot, Duration.ofMillis(10)))
                .as("one turn was ended, once")
                .isEmpty();
    }
}
