package dev.ferrumdeck.worker.mcp;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One server of the MCP configuration: a command to start, or the address of a server that runs.
 *
 * @param env its environment, next to PATH and the like; nothing of the worker's own is passed on
 * @param headers sent with each request to {@code url}
 * @param startupTimeoutSeconds how long it may take to start and introduce itself; null for the worker's default
 * @param maxConcurrent how many calls it gets at a time; null for the worker's default
 * @param isError by name of a tool: what an answer with {@code isError} says of its effect
 */
record ServerConfig(
        @JsonProperty("command") @Nullable String command,
        @JsonProperty("args") List<String> args,
        @JsonProperty("env") Map<String, String> env,
        @JsonProperty("url") @Nullable String url,
        @JsonProperty("headers") Map<String, String> headers,
        @JsonProperty("startup_timeout_seconds") @Nullable Integer startupTimeoutSeconds,
        @JsonProperty("max_concurrent") @Nullable Integer maxConcurrent,
        @JsonProperty("is_error") Map<String, ErrorsMean> isError) {
    ServerConfig {
        args = args == null ? List.of() : List.copyOf(args);
        env = env == null ? Map.of() : Map.copyOf(env);
        headers = headers == null ? Map.of() : Map.copyOf(headers);
        isError = isError == null ? Map.of() : Map.copyOf(isError);
    }

    Duration startup(Duration otherwise) {
        return startupTimeoutSeconds == null ? otherwise : Duration.ofSeconds(startupTimeoutSeconds);
    }

    /** How a person knows it; without arguments, environment, headers, path and query, which may hold secrets. */
    String describe() {
        if (command != null) {
            return "command " + command;
        }
        try {
            URI address = URI.create(String.valueOf(url));
            return address.getScheme() + "://" + address.getHost()
                    + (address.getPort() < 0 ? "" : ":" + address.getPort());
        } catch (IllegalArgumentException e) {
            return "an address that is none";
        }
    }
}
