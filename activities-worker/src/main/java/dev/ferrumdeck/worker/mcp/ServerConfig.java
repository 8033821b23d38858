package dev.ferrumdeck.worker.mcp;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One server of the MCP configuration: a command to start, or the address of a server that runs.
 *
 * @param env its environment, next to PATH and the like; nothing of the worker's own is passed on
 * @param headers sent with each request to {@code url}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ServerConfig(
        @JsonProperty("command") @Nullable String command,
        @JsonProperty("args") List<String> args,
        @JsonProperty("env") Map<String, String> env,
        @JsonProperty("url") @Nullable String url,
        @JsonProperty("headers") Map<String, String> headers) {
    ServerConfig {
        args = args == null ? List.of() : List.copyOf(args);
        env = env == null ? Map.of() : Map.copyOf(env);
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }

    /** How a person knows it; without arguments, environment and headers, which may hold secrets. */
    String describe() {
        return command == null ? String.valueOf(url) : "command " + command;
    }
}
