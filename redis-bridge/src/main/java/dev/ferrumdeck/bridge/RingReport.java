package dev.ferrumdeck.bridge;

import java.util.List;

/** What came of ringing: the rings that Redis did not take. The sweep repeats them; nothing else is lost. */
public record RingReport(List<Ring> failed) {
    public RingReport {
        failed = List.copyOf(failed);
    }

    /** Whether Redis took every ring. */
    public boolean complete() {
        return failed.isEmpty();
    }
}
