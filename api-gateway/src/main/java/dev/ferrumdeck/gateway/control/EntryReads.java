package dev.ferrumdeck.gateway.control;

import dev.ferrumdeck.gateway.dispatch.Decider;
import dev.ferrumdeck.gateway.dispatch.PinnedRuns;
import dev.ferrumdeck.gateway.dispatch.StepRows;
import dev.ferrumdeck.gateway.dispatch.Values;
import dev.ferrumdeck.gateway.dispatch.WiderBudgets;
import org.springframework.stereotype.Component;

/** Where the writer of entries reads from. */
@Component
record EntryReads(
        PinnedRuns runs, StepRows rows, Values values, KnownAttempts attempts, WiderBudgets budgets, Decider decider) {}
