package dev.ferrumdeck.gateway.journal;

import org.jspecify.annotations.Nullable;

/**
 * A value of a step and where it is kept.
 *
 * @param value plain JSON
 */
record Kept(@Nullable Object value, Values.Stored stored) {}
