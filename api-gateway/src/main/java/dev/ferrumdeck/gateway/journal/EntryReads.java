package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.budgets.WiderBudgets;
import dev.ferrumdeck.gateway.policies.Decider;
import dev.ferrumdeck.gateway.runs.PinnedRuns;
import org.springframework.stereotype.Component;

/** Where the writer of entries reads from. */
@Component
record EntryReads(
        PinnedRuns runs, StepRows rows, Values values, KnownAttempts attempts, WiderBudgets budgets, Decider decider) {}
