package dev.ferrumdeck.gateway.registry;

import java.util.Locale;

/** What publishing changes. */
enum Change {
    CREATED,
    UPDATED,
    UNCHANGED,
    RESTORED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
