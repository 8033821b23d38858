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
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.Map;
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
        this.visibility = new Visibility(Views.of(journal.state(), 0));
    }

    @Override
    public void run(RunInput ignored) {
        CancellationScope.current().getCancellationRequest().thenApply(reason -> {
            journal.inbox().add(cancellation(reason));
            return null;
        });
        // detached: a cancellation is an event for the machine, not an exception in the middle of an entry
        Workflow.newDetachedCancellationScope(this::loop).run();
        journal.finish().ifPresent(RunWorkflowImpl::close);
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
            if (journal.finish().isEmpty() && Workflow.getInfo().isContinueAsNewSuggested()) {
                Workflow.continueAsNew(new RunInput(input.plan(), journal.carry()));
            }
        }
    }

    private void writeEntry() {
        try {
            JournalLoop.Written written = journal.writeEntry(Workflow.currentTimeMillis(), this::advance);
            timers.match(journal.state().timers());
            board.apply(written.events(), written.transition().changes());
            Workflow.setCurrentDetails(board.render(written.transition().view(), written.n()));
            visibility.show(written.transition().view());
        } catch (JournalLoop.Diverged diverged) {
            waitForAPerson(diverged);
        }
    }

    private Answer advance(Entry entry) {
        LocalActivityOptions options = LocalActivityOptions.newBuilder(ADVANCE)
                .setSummary(Summaries.of(entry))
                .build();
        return Workflow.newLocalActivityStub(Control.class, options).advance(entry);
    }

    /** The machine's code changed without a version: nothing is guessed. A reset or a termination ends the wait. */
    private static void waitForAPerson(JournalLoop.Diverged diverged) {
        Workflow.setCurrentDetails(
                "**journal diverged** at " + diverged.getMessage()
                        + "\n\nDeploy the version that wrote the journal, then reset this workflow to its newest workflow task.");
        Workflow.await(() -> false);
    }

    private static void close(Command.Finish end) {
        if (end.status() == RunStatus.COMPLETED) {
            return;
        }
        String message = end.message() == null ? "the run ended: " + end.status() : end.message();
        if (end.status() == RunStatus.CANCELLED) {
            throw new CanceledFailure(message);
        }
        String code = end.code() == null ? ErrorCode.INTERNAL.wireName() : end.code();
        throw ApplicationFailure.newNonRetryableFailure(message, code);
    }

    @Override
    public void outcomes(OutcomeBatch batch) {
        batch.outcomes().forEach(journal.inbox()::add);
    }

    @Override
    public void validateOutcomes(OutcomeBatch batch) {
        if (batch.outcomes().stream().allMatch(journal::isKnown)) {
            throw ApplicationFailure.newNonRetryableFailure(
                    ALREADY_KNOWN + ": nothing in this batch is news", ALREADY_KNOWN);
        }
    }

    @Override
    public void decided(Event.Decided decided) {
        journal.inbox().add(decided);
    }

    @Override
    public void decide(Map<String, Object> vote) {
        journal.inbox().add(new Event.Voted(signalId(vote), vote == null ? Map.of() : vote));
    }

    @Override
    public void pause(@Nullable Map<String, Object> request) {
        journal.inbox().add(new Event.PauseRequested(signalId(request), text(request, "by")));
    }

    @Override
    public void resume(@Nullable Map<String, Object> request) {
        journal.inbox().add(new Event.ResumeRequested(signalId(request), text(request, "by")));
    }

    @Override
    public void budget(Event.BudgetChanged change) {
        journal.inbox().add(change);
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
    private String signalId(@Nullable Map<String, Object> body) {
        String id = text(body, "id");
        if (id != null) {
            return id;
        }
        unsignedSignals++;
        return "operator-" + Workflow.getInfo().getOriginalExecutionRunId() + "-" + unsignedSignals;
    }

    private static @Nullable String text(@Nullable Map<String, Object> body, String key) {
        return body != null && body.get(key) instanceof String value ? value : null;
    }
}
