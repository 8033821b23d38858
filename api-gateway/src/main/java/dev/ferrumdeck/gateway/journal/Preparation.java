package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.policies.PolicyMemo;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.evaluation.EntryBudget;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry while what is foreign in it is read and evaluated. No transaction is open and nothing is locked: the state of
 * a run changes with its entries only, so all of this still holds when entry n turns out to be the next one.
 * Thread-safe.
 *
 * @param steps as they are after this entry
 * @param taint labels of what the run's steps brought in, with those of this entry's outcomes
 * @param attempts that the entry names and that have a row, by path and number
 * @param budget what its evaluations have taken
 */
record Preparation(
        Entry entry,
        PinnedRun run,
        EntrySteps steps,
        PolicyMemo policies,
        List<String> taint,
        Map<String, KnownAttempt> attempts,
        EntryBudget budget) {

    @Nullable
    KnownAttempt attempt(Command.Dispatch dispatch) {
        return attempts.get(dispatch.step() + "#" + dispatch.attempt());
    }
}
