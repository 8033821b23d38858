package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.bridge.Doorbell;
import dev.ferrumdeck.bridge.Ring;
import java.util.List;
import org.springframework.stereotype.Component;

/** Rings again for what Redis lost, fairly between tenants, and not into a queue that is too long already. */
@Component
class Rings {
    private static final int AT_ONCE = 1_000;

    private final SweepStore store;
    private final Doorbell doorbell;
    private final QueueRoom room;
    private final SweepProperties times;

    Rings(SweepStore store, Doorbell doorbell, QueueRoom room, SweepProperties times) {
        this.store = store;
        this.doorbell = doorbell;
        this.room = room;
        this.times = times;
    }

    /** @return how many attempts were rung for */
    int again() {
        List<String> queues =
                store.queuesToRing(times).stream().filter(room::hasRoom).toList();
        if (queues.isEmpty()) {
            return 0;
        }
        List<Ring> rings = store.takeRings(queues, times, AT_ONCE);
        List<Ring> failed = rings.isEmpty() ? List.of() : doorbell.ring(rings).failed();
        if (!failed.isEmpty()) {
            store.forgetRings(failed.stream().map(Ring::attemptId).toList());
        }
        return rings.size() - failed.size();
    }
}
