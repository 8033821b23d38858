package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ferrumdeck.workflows.machine.StepKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of a definition. Values called <em>template</em> are any JSON, in which strings that are wholly
 * <code>{% ... %}</code> are JSONata ({@link Expressions#template}).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StepSpec.Tool.class, name = "tool"),
    @JsonSubTypes.Type(value = StepSpec.Llm.class, name = "llm"),
    @JsonSubTypes.Type(value = StepSpec.Agent.class, name = "agent"),
    @JsonSubTypes.Type(value = StepSpec.Approval.class, name = "approval"),
    @JsonSubTypes.Type(value = StepSpec.Wait.class, name = "wait"),
    @JsonSubTypes.Type(value = StepSpec.ForEach.class, name = "map"),
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface StepSpec {
    Frame frame();

    @JsonIgnore
    StepKind kind();

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

    /**
     * A call of a tool.
     *
     * @param input template of the arguments (an object)
     */
    record Tool(
            @JsonUnwrapped Frame frame,
            @JsonProperty("tool") String tool,
            @JsonProperty("input") Object input) implements StepSpec {
        @Override
        public StepKind kind() {
            return StepKind.TOOL;
        }
    }

    /**
     * One call of a model.
     *
     * @param system template of the system prompt, or null
     * @param prompt template of the user message
     */
    record Llm(
            @JsonUnwrapped Frame frame,
            @JsonProperty("model") ModelSpec model,
            @JsonProperty("system") @Nullable String system,
            @JsonProperty("prompt") String prompt)
            implements StepSpec {
        @Override
        public StepKind kind() {
            return StepKind.LLM;
        }
    }

    /**
     * The loop of an agent.
     *
     * @param version null is the newest when the run is created
     * @param input template of what the agent is asked
     */
    record Agent(
            @JsonUnwrapped Frame frame,
            @JsonProperty("agent") String agent,
            @JsonProperty("version") @Nullable Integer version,
            @JsonProperty("input") Object input)
            implements StepSpec {
        @Override
        public StepKind kind() {
            return StepKind.AGENT;
        }
    }

    /**
     * A question to people.
     *
     * @param title template of one line for them
     * @param input template of what they are shown
     * @param expiresSeconds how long they have
     * @param approverRole the role that may decide
     * @param quorum how many must agree
     */
    record Approval(
            @JsonUnwrapped Frame frame,
            @JsonProperty("title") String title,
            @JsonProperty("input") @Nullable Object input,
            @JsonProperty("expires_seconds") long expiresSeconds,
            @JsonProperty("approver_role") String approverRole,
            @JsonProperty("quorum") int quorum)
            implements StepSpec {
        @Override
        public StepKind kind() {
            return StepKind.APPROVAL;
        }
    }

    /** A pause. */
    record Wait(
            @JsonUnwrapped Frame frame,
            @JsonProperty("seconds") double seconds) implements StepSpec {
        @Override
        public StepKind kind() {
            return StepKind.WAIT;
        }
    }

    /**
     * The same work for each item of a list; its output is the list of their outputs, in the order of the items.
     *
     * @param over template of the list
     * @param maxParallel how many items are in motion at once
     * @param step what is done: a {@link Tool}, {@link Llm} or {@link Agent}, whose templates also see {@code item} and
     *     {@code index}
     */
    record ForEach(
            @JsonUnwrapped Frame frame,
            @JsonProperty("over") Object over,
            @JsonProperty("max_parallel") int maxParallel,
            @JsonProperty("step") StepSpec step)
            implements StepSpec {
        @Override
        public StepKind kind() {
            return StepKind.MAP;
        }

        @Override
        public StepSpec work() {
            return step;
        }
    }
}
