package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.contracts.ToolHash;
import dev.ferrumdeck.worker.work.Json;
import java.util.Map;

/**
 * A tool as its server lists it now.
 *
 * @param inputSchema JSON Schema of its arguments
 * @param hints what the server says of its effect; not to be believed without a person's word
 */
record ListedTool(String name, String description, Map<String, Object> inputSchema, Hints hints) {
    record Hints(boolean readOnly, boolean destructive, boolean idempotent) {}

    /** Name, description and schema in one hash, as grants pin it. */
    String hash() {
        return ToolHash.of(name, description, Json.write(inputSchema));
    }
}
