package dev.ferrumdeck.worker.settings;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * MCP servers.
 *
 * @param config file with {@code {"mcpServers": {name: {"command", "args", "env"} or {"url", "headers"}}}};
 *     FERRUMDECK_MCP_CONFIG
 * @param connectTimeout longest wait for a server to start and to introduce itself
 * @param callTimeout longest wait for a tool's answer; the step's own time limit counts too
 */
@ConfigurationProperties("ferrumdeck.mcp")
public record McpSettings(
        @Nullable Path config,
        @DefaultValue("30s") Duration connectTimeout,
        @DefaultValue("10m") Duration callTimeout) {}
