package dev.ferrumdeck.gateway.platform.web;

import com.github.f4b6a3.ulid.UlidCreator;

/** New ids: a prefix and a monotonic ULID, so that ids of one kind sort by their time. Thread-safe. */
public final class Ids {
    private Ids() {}

    /** A new id such as {@code run_01K...}. */
    public static String next(String prefix) {
        return prefix + "_" + UlidCreator.getMonotonicUlid();
    }
}
