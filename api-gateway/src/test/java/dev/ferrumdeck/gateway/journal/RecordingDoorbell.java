package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.bridge.Doorbell;
import dev.ferrumdeck.bridge.Ring;
import dev.ferrumdeck.bridge.RingReport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers what was rung for; can be made deaf. */
class RecordingDoorbell implements Doorbell {
    private final List<Ring> rings = new CopyOnWriteArrayList<>();
    volatile boolean away;

    @Override
    public RingReport ring(List<Ring> asked) {
        if (away) {
            return new RingReport(asked);
        }
        rings.addAll(asked);
        return new RingReport(List.of());
    }

    List<@Nullable String> traceparents() {
        return rings.stream().<@Nullable String>map(Ring::traceparent).toList();
    }

    long ringsFor(String attemptId) {
        return rings.stream().filter(ring -> ring.attemptId().equals(attemptId)).count();
    }
}
