package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What {@code stack.json} says of the gateway of a local stack that is up.
 *
 * @param gateway base URL
 * @param identity what the gateway says of itself in the header {@code Server}
 */
record LocalRecord(Path file, String gateway, String identity) {

    /** Empty when there is no such record, or when it has no gateway. */
    static Optional<LocalRecord> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode gateway = Json.tree(Files.readString(file)).path("gateway");
            String url = gateway.path("url").asString("");
            String identity = gateway.path("identity").asString("");
            return url.isEmpty() || identity.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new LocalRecord(file, url, identity));
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }
}
