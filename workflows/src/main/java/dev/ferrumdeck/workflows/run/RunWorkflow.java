package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.workflows.machine.BudgetView;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.RunView;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * A run of FerrumDeck. Workflow id = run id, workflow type = {@code Run}, task queue = {@link #TASK_QUEUE}. Handlers only
 * put events into the inbox. There is no signal to cancel: Temporal's own cancellation request is that, from the gateway as
 * from an operator, so that the close status is Temporal's word for it too.
 */
@WorkflowInterface
public interface RunWorkflow {
    /** Task queue of all runs. */
    String TASK_QUEUE = "ferrumdeck-runs";

    /** Drives the run to its end; one that did not complete ends with a failure or as cancelled. */
    @WorkflowMethod(name = "Run")
    RunResult run(RunInput input);

    /**
     * Outcomes of attempts, in the order they were accepted; one Update in flight per run. Refused without an event, with
     * {@link #ALREADY_KNOWN} in the message, when all of them are known.
     */
    @UpdateMethod(name = "outcomes")
    void outcomes(RawValue batch);

    @UpdateValidatorMethod(updateName = "outcomes")
    void validateOutcomes(RawValue batch);

    /**
     * What the message of a refused Update begins with: the SDK passes on the message of a validator's failure, not its
     * type.
     */
    String ALREADY_KNOWN = "already-known";

    /** People decided; sent by the gateway's relay after the vote was taken. */
    @SignalMethod(name = "decided")
    void decided(RawValue decided);

    /**
     * A vote from the Temporal web UI or {@code temporal workflow signal}:
     * {@code {"approval_id": "apr_...", "decision": "approve", "ticket": "..."}}.
     */
    @SignalMethod(name = "decide")
    void decide(RawValue vote);

    /** No new attempt is opened until {@code resume}: {@code {"id"?, "by"?}}; an empty body is fine. */
    @SignalMethod(name = "pause")
    void pause(RawValue request);

    @SignalMethod(name = "resume")
    void resume(RawValue request);

    /** New limits, from the gateway's relay: {@link Event.BudgetChanged}. */
    @SignalMethod(name = "budget")
    void budget(RawValue change);

    /** The sweep found the run still. */
    @SignalMethod(name = "nudge")
    void nudge();

    @QueryMethod(name = "budget")
    BudgetView budget();

    @QueryMethod(name = "state")
    RunView state();
}
