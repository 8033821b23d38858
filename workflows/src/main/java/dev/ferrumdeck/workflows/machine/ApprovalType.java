package dev.ferrumdeck.workflows.machine;

/** A question to people: a dispatch whose answer is {@code NEEDS_APPROVAL}, and which ends with their yes. */
record ApprovalType() implements StepType {
    @Override
    public Node first(Draft draft, StepPath path) {
        return Node.Call.first(StepKind.APPROVAL, Phase.READY);
    }

    @Override
    public void approved(Flow flow, StepPath path, Node.Call call) {
        flow.end(path, Ending.COMPLETED);
    }
}
