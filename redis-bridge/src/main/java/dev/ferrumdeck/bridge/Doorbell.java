package dev.ferrumdeck.bridge;

import java.util.List;

/** Tells workers that attempts are ready. Best effort: an outage is reported, never thrown. Safe to share. */
@FunctionalInterface
public interface Doorbell {
    /** Rings for all of them at once; says which could not be rung for. */
    RingReport ring(List<Ring> rings);
}
