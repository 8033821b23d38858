package dev.ferrumdeck.gateway.control;

import dev.ferrumdeck.gateway.dispatch.Decider;

/** A decision that an entry made. */
record NewDecision(String path, int attempt, String tool, String argsSha256, Decider.Decided decided) {}
