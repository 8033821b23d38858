package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.BudgetView;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.Machine;
import dev.ferrumdeck.workflows.machine.RunState;
import dev.ferrumdeck.workflows.machine.RunStatus;
import dev.ferrumdeck.workflows.machine.RunView;
import dev.ferrumdeck.workflows.machine.Transition;
import dev.ferrumdeck.workflows.machine.Views;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.List;
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
                    .build())
            .validateAndBuildWithDefaults();

    private final RunInput input;
    private final Machine machine;
    private final Inbox inbox = new Inbox();
    private final Timers timers = new Timers(inbox);
    private final Board board = new Board();
    private final Visibility visibility;
    private RunState state;
    private int n;
    private String hash;
    private long lastAt;
    private int unsignedSignals;
    private Command.@Nullable Finish finish;

    @WorkflowInit
    public RunWorkflowImpl(RunInput input) {
        this.input = input;
        this.machine = new Machine(input.plan());
        Carried carried = input.carried();
        if (carried == null) {
            state = RunState.initial(input.plan());
            hash = Entry.GENESIS;
            inbox.add(new Event.Started());
        } else {
            state = carried.state();
            n = carried.n();
            hash = carried.hash();
            carried.inbox().forEach(inbox::add);
        }
        visibility = new Visibility(Views.of(state, 0));
    }

    @Override
    public void run(RunInput ignored) {
        CancellationScope.current().getCancellationRequest().thenApply(reason -> {
            inbox.add(new Event.CancelRequested("cancellation-request", null, reason));
            return null;
        });
        // detached: a cancellation is an event for the machine, not an exception in the middle of an entry
        Workflow.newDetachedCancellationScope(this::loop).run();
        close();
    }

    private void loop() {
        timers.match(state.timers());
        while (finish == null) {
            Workflow.await(() -> !inbox.isEmpty() || state.backlog());
            writeEntry();
            if (finish == null && Workflow.getInfo().isContinueAsNewSuggested()) {
                Workflow.continueAsNew(new RunInput(input.plan(), new Carried(state, n, hash, inbox.all())));
            }
        }
    }

    private void writeEntry() {
        List<Event> events = inbox.next();
        long at = Math.max(lastAt, Workflow.currentTimeMillis());
        Transition next = machine.apply(state, at, events);
        Answer answer = advance(next, at, events);
        while (answer.kind() == Answer.Kind.SUPERSEDED) {
            // another execution of this entry stands: what it was given happened, what we hold beyond it waits
            events = answer.events();
            at = answer.at();
            next = machine.apply(state, at, events);
            answer = advance(next, at, events);
        }
        if (answer.kind() == Answer.Kind.DIVERGED) {
            waitForAPerson(answer);
        }
        state = next.state();
        n++;
        hash = answer.hash();
        lastAt = at;
        inbox.remove(events);
        inbox.addFirst(answer.results());
        timers.match(state.timers());
        board.apply(events, next.changes());
        Workflow.setCurrentDetails(board.render(next.view(), n));
        visibility.show(next.view());
        next.commands().forEach(command -> {
            if (command instanceof Command.Finish end) {
                finish = end;
            }
        });
    }

    private Answer advance(Transition next, long at, List<Event> events) {
        Entry entry =
                new Entry(input.plan().runId(), n + 1, hash, at, events, next.commands(), next.changes(), next.view());
        LocalActivityOptions options = LocalActivityOptions.newBuilder(ADVANCE)
                .setSummary(Summaries.of(entry))
                .build();
        return Workflow.newLocalActivityStub(Control.class, options).advance(entry);
    }

    /** The machine's code changed without a version: nothing is guessed. A reset or a termination ends the wait. */
    private void waitForAPerson(Answer answer) {
        Workflow.setCurrentDetails(
                "**journal diverged** at entry " + (n + 1) + ": " + answer.note()
                        + "\n\nDeploy the version that wrote the journal, then reset this workflow to its newest workflow task.");
        Workflow.await(() -> false);
    }

    private void close() {
        Command.Finish end = finish;
        if (end == null || end.status() == RunStatus.COMPLETED) {
            return;
        }
        String message = end.message() == null ? "the run " + end.status() : end.message();
        if (end.status() == RunStatus.CANCELLED) {
            throw new CanceledFailure(message);
        }
        String code = end.code() == null ? ErrorCode.INTERNAL.wireName() : end.code();
        throw ApplicationFailure.newNonRetryableFailure(message, code);
    }

    @Override
    public void outcomes(List<Event.Outcome> outcomes) {
        outcomes.forEach(inbox::add);
    }

    @Override
    public void validateOutcomes(List<Event.Outcome> outcomes) {
        boolean news =
                outcomes.stream().anyMatch(outcome -> !inbox.has(outcome.key()) && !machine.isKnown(state, outcome));
        if (!news) {
            throw ApplicationFailure.newNonRetryableFailure("all of these outcomes are known already", ALREADY_KNOWN);
        }
    }

    @Override
    public void decided(Event.Decided decided) {
        inbox.add(decided);
    }

    @Override
    public void decide(Map<String, Object> vote) {
        inbox.add(new Event.Voted(signalId(vote), vote == null ? Map.of() : vote));
    }

    @Override
    public void pause(@Nullable Map<String, Object> request) {
        inbox.add(new Event.PauseRequested(signalId(request), text(request, "by")));
    }

    @Override
    public void resume(@Nullable Map<String, Object> request) {
        inbox.add(new Event.ResumeRequested(signalId(request), text(request, "by")));
    }

    @Override
    public void budget(Event.BudgetChanged change) {
        inbox.add(change);
    }

    @Override
    public void nudge() {
        inbox.add(new Event.Nudged());
    }

    @Override
    public BudgetView budget() {
        return Views.of(state, Math.max(lastAt, Workflow.currentTimeMillis())).budget();
    }

    @Override
    public RunView state() {
        return Views.of(state, Math.max(lastAt, Workflow.currentTimeMillis()));
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
