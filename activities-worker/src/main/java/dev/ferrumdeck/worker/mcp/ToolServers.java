package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.worker.settings.McpSettings;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The configured tool servers by name. Safe to share. */
final class ToolServers implements AutoCloseable {
    private final Map<String, ToolServer> servers = new LinkedHashMap<>();
    private final Map<String, String> unusable;

    ToolServers(McpSettings settings) {
        ServerConfigs configs = ServerConfigs.read(settings.config(), System::getenv);
        configs.good()
                .forEach((name, config) -> servers.put(name, new ToolServer(name, config, settings.connectTimeout())));
        unusable = configs.bad();
    }

    ToolServer server(String name) {
        ToolServer server = servers.get(name);
        if (server == null) {
            String why = unusable.get(name);
            throw WorkFailed.terminal(
                    ErrorCode.WORKER_MISCONFIGURED,
                    why == null
                            ? "this worker has no tool server " + name + "; it has " + servers.keySet()
                                    + ". Add it to FERRUMDECK_MCP_CONFIG, or give the tool a queue of its own"
                            : "this worker cannot use its tool server " + name + ": " + why
                                    + ". Mend its entry in FERRUMDECK_MCP_CONFIG and restart the worker");
        }
        return server;
    }

    Set<String> names() {
        return servers.keySet();
    }

    /** Why entries of the configuration cannot be used, by name of the server. */
    Map<String, String> unusable() {
        return unusable;
    }

    @Override
    public void close() {
        servers.values().forEach(ToolServer::close);
    }
}
