package dev.ferrumdeck.worker.mcp;

import dev.ferrumdeck.contracts.ToolHash;
import dev.ferrumdeck.worker.work.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tool as its server lists it now.
 *
 * @param inputSchema JSON Schema of its arguments
 * @param outputSchema what it promises of its structured answer, or null
 * @param hints what the server says of its effect; not to be believed without a person's word
 */
record ListedTool(
        String name,
        String description,
        Map<String, Object> inputSchema,
        @Nullable Map<String, Object> outputSchema,
        Hints hints) {
    record Hints(boolean readOnly, boolean destructive, boolean idempotent) {}

    /** Name, description and schema in one hash, as grants pin it. */
    String hash() {
        return ToolHash.of(name, description, Json.write(inputSchema));
    }
}
