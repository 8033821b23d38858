package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.gateway.budgets.WiderBudgets;
import dev.ferrumdeck.gateway.delivery.RunEnding;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.gateway.runs.PinnedRuns;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends a run that its workflow does not end: by an entry of its journal, or, where that cannot be written, by its row alone:
 * status set, attempts cancelled, reservations released. A workflow that comes back to such a run is told to close, and
 * writes the missing entry. Thread-safe.
 */
@Service
class Reconciliation implements RunEnding {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
    private static final int TIMEOUT_SECONDS = 5;

    private final Journal journal;
    private final KnownAttempts attempts;
    private final WiderBudgets budgets;
    private final PinnedRuns runs;
    private final Approvals approvals;
    private final Apart apart;
    private final LastEntry last;
    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;

    Reconciliation(
            Journal journal,
            KnownAttempts attempts,
            WiderBudgets budgets,
            PinnedRuns runs,
            Approvals approvals,
            Apart apart,
            LastEntry last,
            PlatformTransactionManager transactions,
            JdbcClient jdbc) {
        this.apart = apart;
        this.journal = journal;
        this.attempts = attempts;
        this.budgets = budgets;
        this.runs = runs;
        this.approvals = approvals;
        this.last = last;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setTimeout(TIMEOUT_SECONDS);
        this.jdbc = jdbc;
    }

    @Override
    public boolean end(String runId, Event why) {
        return byEntry(runId, why) || Boolean.TRUE.equals(transaction.execute(status -> byRow(runId, why)));
    }

    /** Whatever is wrong with the entry, the run ends. */
    @SuppressWarnings("CatchingUnchecked")
    private boolean byEntry(String runId, Event why) {
        try {
            return last.write(runId, why);
        } catch (Throwable failure) { // errors too: of one value of the run, which ends all the same
            if (Trouble.of(failure).passes()) {
                throw failure;
            }
            LOG.error("run {} is ended without an entry: it cannot be written", runId, failure);
            return false;
        }
    }

    private boolean byRow(String runId, Event why) {
        if (journal.lockHead(runId).isEmpty() || isOver(runId)) {
            return false;
        }
        List<KnownAttempt> live = attempts.lockLive(runId);
        attempts.end(live.stream().map(Closing::end).toList());
        Set<String> held =
                live.stream().filter(KnownAttempt::isHeld).map(KnownAttempt::id).collect(Collectors.toSet());
        // what cannot be charged is no reason to let a run live on
        apart.run(Course.FAST.carefully(), () -> settle(runId, held), failure -> {});
        approvals.close(runId, null);
        jdbc.sql("""
            UPDATE steps SET state = 'cancelled', code = 'cancelled', ended_at = clock_timestamp()
            WHERE run_id = :run AND state IN ('pending', 'running', 'waiting', 'unknown')
            """).param("run", runId).update();
        jdbc.sql("DELETE FROM outbox WHERE run_id = :run").param("run", runId).update();
        jdbc.sql("""
            UPDATE runs SET status = :status, code = :code, message = :message, waiting_for = NULL,
                touched_at = clock_timestamp(), ended_at = clock_timestamp()
            WHERE id = :run
            """)
                .param("status", why instanceof Event.Lost ? "failed" : "cancelled")
                .param("code", why instanceof Event.Lost lost ? lost.code() : ErrorCode.CANCELLED.wireName())
                .param("message", message(why))
                .param("run", runId)
                .update();
        return true;
    }

    private static String message(Event why) {
        if (why instanceof Event.Lost lost) {
            return lost.message();
        }
        String reason = why instanceof Event.CancelRequested cancel ? cancel.reason() : null;
        return reason == null ? "cancelled" : reason;
    }

    private void settle(String runId, Set<String> held) {
        PinnedRun run = runs.get(runId);
        BudgetAccount account = new BudgetAccount(() -> budgets.of(run.tenantId(), run.agentNames(), false));
        List<KnownAttempt> open = attempts.unsettled(runId);
        attempts.settle(open.stream()
                .map(attempt -> {
                    Amount used = used(attempt, held);
                    account.settle(attempt.budgetIds(), attempt.reserved(), used);
                    return new KnownAttempts.Charge(attempt.id(), used);
                })
                .toList());
        budgets.apply(account.changes());
    }

    /** Whoever may have used something is charged all that was reserved. */
    private static Amount used(KnownAttempt attempt, Set<String> held) {
        if (attempt.lateSpent() != null) {
            return attempt.lateSpent();
        }
        Event.Outcome outcome = attempt.outcome();
        boolean unsure = outcome == null || outcome.status() == OutcomeStatus.UNKNOWN || held.contains(attempt.id());
        return unsure || outcome == null ? attempt.reserved() : outcome.spent();
    }

    private boolean isOver(String runId) {
        return jdbc.sql("SELECT ended_at IS NOT NULL FROM runs WHERE id = :run")
                .param("run", runId)
                .query(Boolean.class)
                .single();
    }
}
