package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.dag.WaitStep;
import dev.ferrumdeck.workflows.machine.StepPath;
import org.springframework.stereotype.Component;

/** A pause: the machine's timer ends it. The smallest type of step, to begin another one from. */
@Component
class WaitStepType implements StepType {
    @Override
    public Class<WaitStep> work() {
        return WaitStep.class;
    }

    @Override
    public String attemptType(StepPath path) {
        return "wait";
    }
}
