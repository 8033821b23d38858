package dev.ferrumdeck.gateway.attempts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.ResultReply;
import dev.ferrumdeck.contracts.wire.ResultRequest;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.contracts.wire.WorkerError;
import dev.ferrumdeck.gateway.budgets.WiderBudgets;
import dev.ferrumdeck.gateway.delivery.Expiry;
import dev.ferrumdeck.gateway.delivery.Outbox;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.gateway.runs.PinnedRuns;
import dev.ferrumdeck.workflows.dag.PinnedTool;
import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one door through which an attempt ends: by a report, or because its time is up. Accepted once: iff the attempt is
 * held and the lease is the reporter's, even if its time has just passed. Thread-safe.
 */
@Service
public class Acceptance implements Expiry {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);

    private final AttemptStore store;
    private final StepOutputs steps;
    private final Outcomes outcomes;
    private final PinnedRuns runs;
    private final WiderBudgets budgets;
    private final Outbox outbox;

    Acceptance(
            AttemptStore store,
            StepOutputs steps,
            Outcomes outcomes,
            PinnedRuns runs,
            WiderBudgets budgets,
            Outbox outbox) {
        this.store = store;
        this.steps = steps;
        this.outcomes = outcomes;
        this.runs = runs;
        this.budgets = budgets;
        this.outbox = outbox;
    }

    /** What became of a report: an answer, or a refusal whose evidence is kept. */
    record Verdict(@Nullable ResultReply reply, @Nullable ApiException refusal) {
        static Verdict accepted(boolean replay) {
            return new Verdict(new ResultReply(true, replay), null);
        }

        static Verdict refused(ErrorCode code, String detail) {
            return new Verdict(null, ApiException.of(code, detail));
        }
    }

    /** Takes a report. A refusal is returned, not thrown, so that what is kept of a late report commits. */
    @Transactional
    Verdict report(Caller caller, String id, ResultRequest request, Report report) {
        AttemptRow row = store.lock(id)
                .filter(found -> found.tenantId().equals(caller.tenantId()))
                .orElseThrow(() -> ApiException.notFound("attempt", id));
        boolean theirs = row.isOf(caller, request.leaseId());
        if (theirs && row.isHeld()) {
            accept(row, report);
            return Verdict.accepted(false);
        }
        if (theirs && row.endedByReport()) {
            return report.sha256().equals(row.resultSha256())
                    ? Verdict.accepted(true)
                    : Verdict.refused(
                            ErrorCode.RESULT_CONFLICT, "Attempt " + id + " has been reported with another result.");
        }
        keepLate(row, report, theirs);
        return Verdict.refused(
                ErrorCode.STALE_ATTEMPT,
                "Attempt " + id + " is no longer yours: it is " + row.state()
                        + ". The report was kept as evidence and changes nothing.");
    }

    @Override
    public List<String> due(int limit) {
        return store.due(limit);
    }

    @Override
    @Transactional
    public Optional<OutcomeStatus> expire(String id) {
        AttemptRow row = store.lock(id).orElse(null);
        Optional<AttemptStore.TimeUp> what = row == null ? Optional.empty() : store.timeUp(id);
        if (row == null || what.isEmpty()) {
            return Optional.empty();
        }
        Charge charge = Charge.ofSilence(row);
        Outcomes.Made made = outcomes.timeUp(row, what.get(), charge);
        finish(row, made, new AttemptStore.End(null, List.of(), charge.estimated()));
        LOG.info("attempt {} of run {} {}: {}", id, row.runId(), made.outcome().status(), what.get());
        return Optional.of(made.outcome().status());
    }

    private void accept(AttemptRow row, Report report) {
        PinnedRun run = runs.get(row.runId());
        Charge charge = Charge.of(run, row, report);
        finish(
                row,
                outcomes.of(run, row, report, charge),
                new AttemptStore.End(report.sha256(), labels(run, row, report), charge.estimated()));
        steps.note(row.stepId(), report.notes());
    }

    private void finish(AttemptRow row, Outcomes.Made made, AttemptStore.End end) {
        PinnedRun run = runs.get(row.runId());
        Event.Outcome outcome = made.outcome();
        store.end(row.id(), stateOf(outcome.status()), outcome, end);
        if (made.output() != null) {
            steps.keep(run, row, made.output(), made.opaque(), outcome.contextTokens());
        }
        steps.propose(run, made.calls());
        outbox.add(row.runId(), Outbox.OUTCOME, outcome);
    }

    private static String stateOf(OutcomeStatus status) {
        return status == OutcomeStatus.COMPLETED ? "SUCCEEDED" : status.name();
    }

    private static List<String> labels(PinnedRun run, AttemptRow row, Report report) {
        Set<String> labels = new LinkedHashSet<>(report.labels());
        String tool = row.basis().tool();
        if (tool != null) {
            PinnedTool pinned = run.pinned().tools().get(tool);
            labels.addAll(pinned == null ? List.of() : pinned.spec().labels());
        }
        return List.copyOf(labels);
    }

    /**
     * What is kept of a report that came after the end.
     *
     * @param spent null when it does not say
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LateReport(
            @JsonProperty("spent") @Nullable Amount spent,
            @JsonProperty("from_lease_holder") boolean fromLeaseHolder,
            @JsonProperty("status") String status,
            @JsonProperty("output") @Nullable Object output,
            @JsonProperty("error") @Nullable WorkerError error,
            @JsonProperty("usage") @Nullable Usage usage) {}

    /** Keeps a late report. One that says what was used corrects what wider budgets were charged; others change nothing. */
    private void keepLate(AttemptRow row, Report report, boolean theirs) {
        if (row.accounts().reportedLate() || !theirs) {
            return;
        }
        Charge late = Charge.of(runs.get(row.runId()), row, report);
        @Nullable Amount used = late.estimated() ? null : late.amount();
        store.keepLate(
                row.id(),
                new LateReport(used, true, report.status().name(), report.output(), report.error(), report.usage()));
        Amount charged = row.accounts().charged();
        if (used == null) {
            return;
        }
        store.corrected(row.id());
        if (row.accounts().settled() && charged != null && !charged.equals(used)) {
            store.correctCharge(row.id(), used);
            budgets.apply(row.accounts().budgetIds().stream()
                    .map(budget -> new WiderBudgets.Change(budget, Amount.ZERO, Amount.ZERO, used.minus(charged)))
                    .toList());
        }
    }
}
