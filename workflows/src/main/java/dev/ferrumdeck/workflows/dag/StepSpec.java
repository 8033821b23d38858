package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ferrumdeck.workflows.machine.PlanWork;
import dev.ferrumdeck.workflows.machine.StepKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonTypeIdResolver;

/**
 * A step of a definition: how it is written, checked, pinned and planned. One record for each type, listed in
 * {@link StepForms}. Values called <em>template</em> are any JSON, in which strings that are wholly
 * <code>{% ... %}</code> are JSONata ({@link Expressions#template}).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "type")
@JsonTypeIdResolver(StepForms.Ids.class)
public interface StepSpec {
    Frame frame();

    @JsonIgnore
    StepKind kind();

    /** Checks its expressions; {@code pointer} is its place in the definition. */
    void check(ExpressionCheck check, String pointer);

    /** Looks up what it names. */
    default void pin(Pinning pinning, String pointer) {}

    /** What the machine must know of it. */
    default PlanWork plan(PinnedDefinition pinned) {
        return PlanWork.PLAIN;
    }

    /** How it is tried; null is the platform's default. */
    default @Nullable RetrySpec retry(PinnedDefinition pinned) {
        return frame().retry();
    }

    @JsonIgnore
    default String id() {
        return frame().id();
    }

    @JsonIgnore
    default List<String> dependsOn() {
        return frame().dependsOn();
    }

    /** The step that does the work: the body of a map, any other step itself. */
    @JsonIgnore
    default StepSpec work() {
        return this;
    }
}
