package dev.ferrumdeck.workflows.machine;

import java.util.EnumMap;
import java.util.Map;

/** The registry of step types: the one place that knows them all. */
final class StepTypes {
    private static final Map<StepKind, StepType> ALL = new EnumMap<>(Map.of(
            StepKind.LLM, new ModelType(),
            StepKind.TOOL, new ToolType(StepKind.TOOL),
            StepKind.AGENT, new AgentType(),
            StepKind.APPROVAL, new ApprovalType(),
            StepKind.WAIT, new WaitType(),
            StepKind.MAP, new MapType()));

    private StepTypes() {}

    static StepType of(StepKind kind) {
        StepType type = ALL.get(kind);
        if (type == null) {
            throw new IllegalStateException("no type is registered for steps of kind " + kind);
        }
        return type;
    }
}
