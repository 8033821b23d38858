package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.worker.testing.RawMcpServer;
import dev.ferrumdeck.worker.work.Json;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the tests of unfriendly servers share. */
final class Unfriendly {
    private Unfriendly() {}

    static ListedTool tool(String name) {
        return new ListedTool(name, "", Map.of("type", "object"), null, new ListedTool.Hints(false, true, false));
    }

    static ServerConfig config(Map<String, Object> entry) {
        return Json.convert(entry, ServerConfig.class);
    }

    static ServerConfig started(Map<String, Object> more, String... arguments) {
        Map<String, Object> entry = new HashMap<>(RawMcpServer.command(List.of(arguments)));
        entry.putAll(more);
        return config(entry);
    }

    /** How a call ended, in a word. */
    static String end(WorkFailed failure) {
        return failure instanceof WorkFailed.Unknown
                ? "unknown"
                : failure instanceof WorkFailed.NotDone ? "not done" : "failed for sure";
    }
}
