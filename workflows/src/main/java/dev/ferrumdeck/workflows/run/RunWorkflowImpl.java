package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.BudgetView;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.RunStatus;
import dev.ferrumdeck.workflows.machine.RunView;
import dev.ferrumdeck.workflows.machine.Views;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shell around the machine: it waits for events, gives them to the machine, writes the journal through
 * {@link Control}, and keeps timers, details and search attributes as the state wants them. It decides nothing.
 */
public class RunWorkflowImpl implements RunWorkflow {
    private static final LocalActivityOptions ADVANCE = LocalActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofSeconds(5))
            .setLocalRetryThreshold(Duration.ofSeconds(5))
            .setDoNotIncludeArgumentsIntoMarker(true)
            .setRetryOptions(RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofMillis(200))
                    .setBackoffCoefficient(2)
                    .setMaximumInterval(Duration.ofSeconds(10))
                    // without a number the SDK takes the policy for absent, and does not retry at all
                    .setMaximumAttempts(Integer.MAX_VALUE)
                    .build())
            .validateAndBuildWithDefaults();

    private static final Duration REQUEST_FOLLOWS = Duration.ofSeconds(5);

    private final RunInput input;
    private final JournalLoop journal;
    private final Timers timers;
    private final Board board = new Board();
    private final Visibility visibility;
    private int unsignedSignals;

    @WorkflowInit
    public RunWorkflowImpl(RunInput input) {
        this.input = input;
        this.journal = new JournalLoop(input);
        this.timers = new Timers(journal.inbox());
        Carried carried = input.carried();
        if (carried != null) {
            board.apply(List.of(), carried.board());
            unsignedSignals = carried.unsignedSignals();
        }
        this.visibility = new Visibility(Views.of(journal.state(), 0));
    }

    @Override
    public RunResult run(RunInput ignored) {
        CancellationScope.current().getCancellationRequest().thenApply(reason -> {
            journal.inbox().add(cancellation(reason));
            return null;
        });
        // detached: a cancellation is an event for the machine, not an exception in the middle of an entry
        Workflow.newDetachedCancellationScope(this::loop).run();
        journal.finish().ifPresent(RunWorkflowImpl::close);
        return RunResult.of(input.plan().runId(), state(), journal.written());
    }

    /** The relay's reasons say who asked: {@code by <name>: <reason>}; Temporal's command line and web UI say nothing. */
    private static Event.CancelRequested cancellation(@Nullable String reason) {
        String id = "cancellation-request";
        if (reason == null || reason.isBlank()) {
            return new Event.CancelRequested(id, null, "requested in Temporal");
        }
        if (!reason.startsWith("by ")) {
            return new Event.CancelRequested(id, null, reason);
        }
        int end = reason.indexOf(": ");
        return end < 0
                ? new Event.CancelRequested(id, reason.substring(3), null)
                : new Event.CancelRequested(id, reason.substring(3, end), reason.substring(end + 2));
    }

    private void loop() {
        timers.match(journal.state().timers());
        while (journal.finish().isEmpty()) {
            Workflow.await(journal::hasWork);
            writeEntry();
            if (journal.finish().isEmpty() && Workflow.getInfo().isContinueAsNewSuggested() && !journal.isCancelled()) {
                Carried carried = journal.carry().with(board.carry(), unsignedSignals);
                Workflow.continueAsNew(new RunInput(input.plan(), carried));
            }
        }
    }

    private void writeEntry() {
        try {
            Optional<JournalLoop.Written> written = journal.writeEntry(Workflow.currentTimeMillis(), this::advance);
            timers.match(
                    journal.finish().isPresent() ? Map.of() : journal.state().timers());
            written.ifPresent(this::show);
        } catch (JournalLoop.Diverged diverged) {
            waitForAPerson(diverged);
        }
    }

    private void show(JournalLoop.Written written) {
        board.apply(written.events(), written.transition().changes());
        Workflow.setCurrentDetails(board.render(written.transition().view(), written.n()));
        visibility.show(written.transition().view());
    }

    private Answer advance(Entry entry) {
        LocalActivityOptions options = LocalActivityOptions.newBuilder(ADVANCE)
                .setSummary(Summaries.of(entry))
                .build();
        return Workflow.newLocalActivityStub(Control.class, options).advance(entry);
    }

    /** The machine's code changed without a version: nothing is guessed. A reset or a termination ends the wait. */
    private static void waitForAPerson(JournalLoop.Diverged diverged) {
        Workflow.setCurrentDetails("**journal diverged** at " + diverged.getMessage()
                + "\n\n"
                + "Deploy the version that wrote the journal, then reset this workflow to its newest workflow"
                + " task.");
        Workflow.await(() -> false);
    }

    private static void close(Command.Finish end) {
        if (end.status() == RunStatus.COMPLETED) {
            return;
        }
        String message = end.message() == null ? "the run ended: " + end.status() : end.message();
        if (end.status() == RunStatus.CANCELLED) {
            // the journal may have heard of it first; asked in Temporal too, the workflow closes as cancelled
            CancellationScope scope = CancellationScope.current();
            if (!scope.isCancelRequested()) {
                Workflow.await(REQUEST_FOLLOWS, scope::isCancelRequested);
            }
            throw new CanceledFailure(message);
        }
        String code = end.code() == null ? ErrorCode.INTERNAL.wireName() : end.code();
        throw ApplicationFailure.newNonRetryableFailure(message, code);
    }

    @Override
    public void outcomes(RawValue raw) {
        outcomesOf(raw).forEach(journal.inbox()::add);
    }

    @Override
    public void validateOutcomes(RawValue raw) {
        List<Event.Outcome> outcomes = outcomesOf(raw);
        if (outcomes.isEmpty()) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "malformed: this is no batch of outcomes", ErrorCode.INVALID_REQUEST.wireName());
        }
        if (outcomes.stream().allMatch(journal::isKnown)) {
            throw ApplicationFailure.newNonRetryableFailure(
                    ALREADY_KNOWN + ": nothing in this batch is news", ALREADY_KNOWN);
        }
    }

    private static List<Event.Outcome> outcomesOf(@Nullable RawValue raw) {
        return Incoming.read(raw, OutcomeBatch.class)
                .map(OutcomeBatch::outcomes)
                .orElse(List.of());
    }

    @Override
    public void decided(RawValue raw) {
        Incoming.read(raw, Event.Decided.class).ifPresent(journal.inbox()::add);
    }

    @Override
    public void decide(RawValue raw) {
        Map<String, Object> vote = Incoming.object(raw);
        if (!vote.isEmpty()) {
            journal.inbox().add(new Event.Voted(signalId(vote), vote));
        }
    }

    @Override
    public void pause(@Nullable RawValue raw) {
        Map<String, Object> request = Incoming.object(raw);
        journal.inbox().add(new Event.PauseRequested(signalId(request), Incoming.text(request, "by")));
    }

    @Override
    public void resume(@Nullable RawValue raw) {
        Map<String, Object> request = Incoming.object(raw);
        journal.inbox().add(new Event.ResumeRequested(signalId(request), Incoming.text(request, "by")));
    }

    @Override
    public void budget(RawValue raw) {
        Incoming.read(raw, Event.BudgetChanged.class).ifPresent(journal.inbox()::add);
    }

    @Override
    public void nudge() {
        journal.inbox().add(new Event.Nudged());
    }

    @Override
    public BudgetView budget() {
        return Views.of(journal.state(), journal.notBefore(Workflow.currentTimeMillis()))
                .budget();
    }

    @Override
    public RunView state() {
        return Views.of(journal.state(), journal.notBefore(Workflow.currentTimeMillis()));
    }

    /** The relay names its signals; those of operators are counted, which gives the same ids again after a reset. */
    private String signalId(Map<String, Object> body) {
        String id = Incoming.text(body, "id");
        if (id != null && !id.isEmpty()) {
            return id;
        }
        unsignedSignals++;
        return "operator-" + Workflow.getInfo().getOriginalExecutionRunId() + "-" + unsignedSignals;
    }
}
