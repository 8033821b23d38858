package dev.ferrumdeck.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known when a tool call is decided: the variables of the conditions. As JSON it is the canonical input that a
 * decision is recorded with.
 *
 * @param args the exact arguments, plain JSON
 * @param agent name of the agent, or of the workflow definition
 * @param labels what is known of the origin of the arguments: {@code untrusted}, {@code private}
 */
public record PolicyInput(
        @JsonProperty("tool") Tool tool,
        @JsonProperty("args") Map<String, Object> args,
        @JsonProperty("run") Run run,
        @JsonProperty("agent") String agent,
        @JsonProperty("step") Step step,
        @JsonProperty("budget") Budget budget,
        @JsonProperty("labels") List<String> labels) {
    public PolicyInput {
        args = Collections.unmodifiableMap(new LinkedHashMap<>(args));
        labels = List.copyOf(labels);
    }

    /**
     * The tool that is called.
     *
     * @param risk {@code read}, {@code write} or {@code destructive}
     * @param effect {@code none}, {@code idempotent} or {@code once}
     */
    public record Tool(
            @JsonProperty("name") String name,
            @JsonProperty("risk") String risk,
            @JsonProperty("effect") String effect,
            @JsonProperty("server") String server,
            @JsonProperty("version") int version) {}

    /**
     * The run.
     *
     * @param input its input, plain JSON, or null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Run(
            @JsonProperty("id") String id,
            @JsonProperty("agent") String agent,
            @JsonProperty("labels") Map<String, String> labels,
            @JsonProperty("input") @Nullable Object input) {
        public Run {
            labels = Map.copyOf(labels);
        }
    }

    /** The step and which of its attempts this is. */
    public record Step(
            @JsonProperty("path") String path,
            @JsonProperty("attempt") int attempt) {}

    /**
     * The run's budget, by kind: {@code tokens}, {@code cost_micros}, {@code tool_calls}, {@code seconds}.
     *
     * @param limits kinds without a limit are absent
     */
    public record Budget(
            @JsonProperty("limits") Map<String, Long> limits,
            @JsonProperty("spent") Map<String, Long> spent) {
        public Budget {
            limits = Map.copyOf(limits);
            spent = Map.copyOf(spent);
        }
    }
}
