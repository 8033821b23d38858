package dev.ferrumdeck.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.OnError;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.PlanStep;
import dev.ferrumdeck.workflows.machine.PlanWork;
import dev.ferrumdeck.workflows.machine.RetryPlan;
import dev.ferrumdeck.workflows.machine.RunPlan;
import dev.ferrumdeck.workflows.machine.RunStatus;
import dev.ferrumdeck.workflows.machine.StepKind;
import dev.ferrumdeck.workflows.machine.Verdict;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The workflow on Temporal's in-memory server, with time skipping. */
@Timeout(60)
class RunWorkflowTest {
    private FakeControl control = new FakeControl();
    private TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();

    @BeforeEach
    void start() {
        temporal.close();
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder();
        for (var key : List.of(
                Visibility.TENANT, Visibility.PROJECT, Visibility.AGENT, Visibility.STATUS, Visibility.WAITING)) {
            options.registerSearchAttribute(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
        }
        temporal = TestWorkflowEnvironment.newInstance(options.build());
    }

    @AfterEach
    void stop() {
        temporal.close();
    }

    private WorkflowStub begin(FakeControl with, Limits limits, PlanStep... steps) {
        control = with;
        var worker = temporal.newWorker(RunWorkflow.TASK_QUEUE);
        worker.registerWorkflowImplementationTypes(RunWorkflowImpl.class);
        worker.registerActivitiesImplementations(control);
        temporal.start();
        RunPlan plan =
                new RunPlan("run_1", "test", List.of(steps), limits, null, 1000, "t", "p", "a", RunPlan.NEWEST_MACHINE);
        WorkflowClient client = temporal.getWorkflowClient();
        RunWorkflow stub = client.newWorkflowStub(
                RunWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId("run_1")
                        .setTaskQueue(RunWorkflow.TASK_QUEUE)
                        .build());
        WorkflowClient.start(stub::run, new RunInput(plan, null));
        return client.newUntypedWorkflowStub("run_1");
    }

    private static PlanStep step(String id, StepKind kind, String... dependsOn) {
        PlanWork work = switch (kind) {
            case MAP -> new PlanWork.ForEach(10, StepKind.TOOL, PlanWork.PLAIN);
            case WAIT -> new PlanWork.Pause(Duration.ofHours(10).toMillis());
            default -> PlanWork.PLAIN;
        };
        return new PlanStep(id, kind, List.of(dependsOn), OnError.FAIL, new RetryPlan(3, 1000, 60_000), work);
    }

    private Command.Dispatch nextDispatch() throws InterruptedException {
        Command.Dispatch dispatch = control.dispatched.poll(20, TimeUnit.SECONDS);
        assertThat(dispatch).as("a dispatch").isNotNull();
        return java.util.Objects.requireNonNull(dispatch);
    }

    private static Event.Outcome completed(Command.Dispatch dispatch) {
        return new Event.Outcome(
                dispatch.step(),
                dispatch.attempt(),
                OutcomeStatus.COMPLETED,
                null,
                false,
                null,
                Amount.ONE_TOOL_CALL,
                0,
                List.of(),
                null,
                0,
                null,
                "w1",
                null);
    }

    private static void report(WorkflowStub run, Event.Outcome outcome) {
        run.update("outcomes", void.class, new OutcomeBatch(List.of(outcome)));
    }

    @Test
    void steps_run_in_order_and_the_run_completes() throws Exception {
        WorkflowStub run =
                begin(new FakeControl(), Limits.NONE, step("a", StepKind.TOOL), step("b", StepKind.TOOL, "a"));

        Command.Dispatch first = nextDispatch();
        assertThat(first.step()).isEqualTo("a");
        report(run, completed(first));
        Command.Dispatch second = nextDispatch();
        assertThat(second.step()).isEqualTo("b");
        report(run, completed(second));

        run.getResult(20, TimeUnit.SECONDS, Void.class);
        assertThat(control.journal).hasSize(3);
    }

    @Test
    void an_outcome_that_is_known_is_refused_without_an_event() throws Exception {
        WorkflowStub run =
                begin(new FakeControl(), Limits.NONE, step("a", StepKind.TOOL), step("b", StepKind.TOOL, "a"));
        Command.Dispatch first = nextDispatch();
        report(run, completed(first));
        nextDispatch();

        assertThatThrownBy(() -> report(run, completed(first)))
                .isInstanceOf(WorkflowUpdateException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getOriginalMessage()).contains(RunWorkflow.ALREADY_KNOWN));
    }

    @Test
    void a_retryable_failure_is_tried_again_after_a_back_off() throws Exception {
        WorkflowStub run = begin(new FakeControl(), Limits.NONE, step("a", StepKind.TOOL));
        Command.Dispatch first = nextDispatch();
        report(run, Event.Outcome.because("a", 1, OutcomeStatus.FAILED, "tool-failed", true, "busy"));

        Command.Dispatch second = nextDispatch();
        assertThat(second.attempt()).isEqualTo(first.attempt() + 1);
        report(run, completed(second));
        run.getResult(20, TimeUnit.SECONDS, Void.class);
    }

    @Test
    void an_outage_of_the_database_delays_the_run_and_does_not_end_it() throws Exception {
        FakeControl away = new FakeControl();
        away.outage.set(4);
        WorkflowStub run = begin(away, Limits.NONE, step("a", StepKind.TOOL));
        report(run, completed(nextDispatch()));
        run.getResult(20, TimeUnit.SECONDS, Void.class);
    }

    @Test
    void a_wait_of_ten_hours_passes_in_no_time() {
        WorkflowStub run = begin(new FakeControl(), Limits.NONE, step("nap", StepKind.WAIT));
        long before = temporal.currentTimeMillis();
        run.getResult(Void.class);
        assertThat(temporal.currentTimeMillis() - before)
                .isGreaterThanOrEqualTo(Duration.ofHours(10).toMillis());
    }

    @Test
    void a_cancellation_request_cancels_the_run_and_closes_it_as_cancelled() throws Exception {
        WorkflowStub run = begin(new FakeControl(), Limits.NONE, step("a", StepKind.TOOL));
        nextDispatch();
        run.cancel("not needed any more");

        assertThatThrownBy(() -> run.getResult(20, TimeUnit.SECONDS, Void.class))
                .isInstanceOf(WorkflowFailedException.class)
                .hasCauseInstanceOf(CanceledFailure.class);
        var last = control.journal.get(control.journal.size() - 1);
        assertThat(last.view().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(last.commands().toString()).contains("not needed any more");
    }

    @Test
    void a_budget_that_is_used_up_stops_the_run() throws Exception {
        Limits limits = new Limits(null, null, 1L, null);
        WorkflowStub run = begin(new FakeControl(), limits, step("a", StepKind.TOOL), step("b", StepKind.TOOL, "a"));
        report(run, completed(nextDispatch()));

        assertThatThrownBy(() -> run.getResult(20, TimeUnit.SECONDS, Void.class))
                .isInstanceOf(WorkflowFailedException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo("budget-exceeded"));
    }

    @Test
    void an_approval_waits_for_days_without_using_work_time() throws Exception {
        Limits limits = new Limits(null, null, null, 60L);
        FakeControl asks = new FakeControl((command, entry) -> {
            if (command instanceof Command.Dispatch dispatch && dispatch.approvalId() == null) {
                return List.of(asksFor(dispatch));
            }
            return List.of();
        });
        WorkflowStub run = begin(asks, limits, step("a", StepKind.TOOL));
        temporal.sleep(Duration.ofHours(20));
        run.signal("decided", new Event.Decided("apr_1", "a", Verdict.APPROVED, false, "ann", 0));

        Command.Dispatch approved = nextDispatch();
        assertThat(approved.approvalId()).isEqualTo("apr_1");
        report(run, completed(approved));
        run.getResult(20, TimeUnit.SECONDS, Void.class);
    }

    @Test
    void pause_holds_back_new_attempts_until_resume() throws Exception {
        WorkflowStub run =
                begin(new FakeControl(), Limits.NONE, step("a", StepKind.TOOL), step("b", StepKind.TOOL, "a"));
        Command.Dispatch first = nextDispatch();
        run.signal("pause", Map.of("id", "sig_1"));
        report(run, completed(first));
        assertThat(control.dispatched).isEmpty();
        run.signal("resume", Map.of("id", "sig_2"));
        report(run, completed(nextDispatch()));
        run.getResult(20, TimeUnit.SECONDS, Void.class);
    }

    @Test
    void a_map_of_many_items_costs_few_history_events() throws Exception {
        FakeControl wide = new FakeControl((command, entry) ->
                command instanceof Command.Open open ? List.of(new Event.Opened(open.step(), 0, 1000)) : List.of());
        PlanStep map = new PlanStep(
                "m",
                StepKind.MAP,
                List.of(),
                OnError.FAIL,
                RetryPlan.DEFAULT,
                new PlanWork.ForEach(1000, StepKind.TOOL, PlanWork.PLAIN));
        WorkflowStub run = begin(wide, Limits.NONE, map);
        for (int i = 0; i < 5; i++) {
            List<Event.Outcome> batch = new java.util.ArrayList<>();
            while (batch.size() < 200) {
                batch.add(completed(nextDispatch()));
            }
            run.update("outcomes", void.class, new OutcomeBatch(batch));
        }
        run.getResult(20, TimeUnit.SECONDS, Void.class);
        int events =
                temporal.getWorkflowClient().fetchHistory("run_1").getHistory().getEventsCount();
        assertThat(events).isLessThanOrEqualTo(60);
    }

    private static Event.Outcome asksFor(Command.Dispatch dispatch) {
        return Event.Outcome.needsApproval(
                dispatch.step(), dispatch.attempt(), "apr_1", Duration.ofDays(1).toMillis());
    }
}
