package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version of a tool.
 *
 * @param name the platform's name, as in policies: {@code orders.lookup}
 * @param inputSchema JSON Schema (2020-12) of its arguments
 * @param server name of its MCP server in the worker's configuration
 * @param serverTool its name on that server
 * @param queue the queue of the workers that have it
 * @param timeoutSeconds how long an attempt may take
 * @param retry how its calls are tried; null is the platform's default
 * @param labels what its results carry, such as {@code untrusted}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToolSpec(
        @JsonProperty("name") String name,
        @JsonProperty("description") String description,
        @JsonProperty("input_schema") Map<String, Object> inputSchema,
        @JsonProperty("risk") Risk risk,
        @JsonProperty("effect") Effect effect,
        @JsonProperty("server") String server,
        @JsonProperty("server_tool") String serverTool,
        @JsonProperty("queue") String queue,
        @JsonProperty("timeout_seconds") long timeoutSeconds,
        @JsonProperty("retry") @Nullable RetrySpec retry,
        @JsonProperty("labels") List<String> labels) {
    public static final String DEFAULT_QUEUE = "tool";
    public static final long DEFAULT_TIMEOUT_SECONDS = 30;

    public ToolSpec {
        description = description == null ? "" : description;
        serverTool = serverTool == null ? name.substring(name.lastIndexOf('.') + 1) : serverTool;
        queue = queue == null ? DEFAULT_QUEUE : queue;
        timeoutSeconds = timeoutSeconds == 0 ? DEFAULT_TIMEOUT_SECONDS : timeoutSeconds;
        labels = labels == null ? List.of() : List.copyOf(labels);
    }

    /** The name that a model is told: every character outside of {@code [A-Za-z0-9_-]} becomes {@code _}. */
    public String modelName() {
        return modelName(name);
    }

    /** The name that a model is told of the tool {@code name}. */
    public static String modelName(String name) {
        return name.replaceAll("[^A-Za-z0-9_-]", "_");
    }
}
