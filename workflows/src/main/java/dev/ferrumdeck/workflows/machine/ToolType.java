package dev.ferrumdeck.workflows.machine;

/** A call that goes to a worker if policy allows it, and counts as a tool call: of a tool, or of what is paid like one. */
record ToolType(StepKind kind) implements StepType {
    @Override
    public Node first(Draft draft, StepPath path) {
        return Node.Call.first(kind, Phase.READY);
    }

    @Override
    public Wish wish(PlanIndex plan, StepPath path, Node.Call call) {
        return Wish.ONE_TOOL_CALL;
    }
}
