package dev.ferrumdeck.gateway.runs;

import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a list of runs.
 *
 * @param status one or more, with commas
 * @param agent name of an agent
 * @param workflow name of a workflow definition
 * @param name of either
 * @param since a time, ISO 8601
 * @param label {@code name=text}: with this label
 */
record RunFilterParameters(
        @Nullable String status,
        @Nullable String agent,
        @Nullable String workflow,
        @Nullable String name,
        @Nullable String since,
        @Nullable String label) {}
