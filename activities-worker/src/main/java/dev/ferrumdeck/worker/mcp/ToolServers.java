package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.worker.settings.McpSettings;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The configured tool servers by name. Safe to share. */
final class ToolServers implements AutoCloseable {
    private final Map<String, ToolClient> clients = new LinkedHashMap<>();

    ToolServers(McpSettings settings) {
        ServerConfigs.read(settings.config(), System::getenv)
                .forEach((name, config) ->
                        clients.put(name, new McpToolClient(name, config, settings.connectTimeout())));
    }

    ToolClient client(String server) {
        ToolClient client = clients.get(server);
        if (client == null) {
            throw WorkFailed.transientError(
                    ErrorCode.WORKER_MISCONFIGURED,
                    "this worker has no tool server " + server + "; it has " + clients.keySet()
                            + ". Add it to FERRUMDECK_MCP_CONFIG, or give the tool a queue of its own");
        }
        return client;
    }

    Set<String> names() {
        return clients.keySet();
    }

    @Override
    public void close() {
        clients.values().forEach(ToolClient::close);
    }
}
