package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ferrumdeck.policy.spec.SpecObject;
import dev.ferrumdeck.workflows.machine.StepKind;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool.
 *
 * @param input template of the arguments (an object)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToolStep(
        @JsonUnwrapped Frame frame,
        @JsonProperty("tool") String tool,
        @JsonProperty("input") Object input) implements StepSpec {
    static final StepForm FORM = new StepForm("tool", ToolStep.class, StepForm.Place.WORK, ToolStep::read);

    private static StepSpec read(SpecObject step, Frame frame, PartReader parts) {
        return new ToolStep(frame, step.string("tool", Forms.TOOL, Forms.TOOL_WORDS), arguments(step));
    }

    private static Object arguments(SpecObject step) {
        Object input = Objects.requireNonNullElse(step.any("input"), Map.of());
        boolean expression =
                input instanceof String text && Template.expression(text).isPresent();
        if (!(input instanceof Map) && !expression) {
            step.fault("input", "type", "the arguments of a tool are an object, or one expression that gives one");
            return Map.of();
        }
        return input;
    }

    @Override
    public StepKind kind() {
        return StepKind.TOOL;
    }

    @Override
    public void check(ExpressionCheck check, String pointer) {
        check.template(input, pointer + "/input");
    }

    @Override
    public void pin(Pinning pinning, String pointer) {
        pinning.tool(tool, pointer + "/tool");
    }

    /** As the step says, or else as the tool does. */
    @Override
    public @Nullable RetrySpec retry(PinnedDefinition pinned) {
        PinnedTool pinnedTool = pinned.tools().get(tool);
        return frame.retry() != null || pinnedTool == null
                ? frame.retry()
                : pinnedTool.spec().retry();
    }
}
