package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.contracts.wire.ToolOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A tool server, seen from us; hides the MCP SDK. Connects when it is first needed and again after the server broke.
 * Never waits longer than it is told to. Safe to share.
 */
interface ToolClient extends AutoCloseable {
    /**
     * The server's tools, as it lists them now.
     *
     * @throws dev.ferrumdeck.worker.work.WorkFailed when it cannot be asked
     */
    List<ListedTool> tools() throws InterruptedException;

    /**
     * Calls a tool.
     *
     * @param meta goes into {@code _meta} of the call
     * @throws dev.ferrumdeck.worker.work.WorkFailed when the tool failed, or its server did
     */
    ToolOutput call(String tool, Map<String, Object> arguments, Map<String, Object> meta, Duration limit)
            throws InterruptedException;

    @Override
    void close();
}
