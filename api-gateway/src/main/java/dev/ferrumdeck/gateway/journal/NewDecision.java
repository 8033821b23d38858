package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.policies.Decider;

/** A decision that an entry made. */
record NewDecision(String path, int attempt, String tool, String argsSha256, Decider.Decided decided) {}
