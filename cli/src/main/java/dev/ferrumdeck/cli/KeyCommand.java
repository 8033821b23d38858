package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code key}: API keys. */
@Command(name = "key", description = "API keys of people, services and workers")
final class KeyCommand extends Noun {

    @Command(name = "create", description = "Make a key; it is shown this once")
    int create(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--role",
                            required = true,
                            split = ",",
                            description = "viewer, developer, approver, operator, policy_admin, admin, worker")
                    List<String> roles,
            @Option(names = "--queue", split = ",", description = "for role worker: the queues it may claim from")
                    @Nullable
                    List<String> queues,
            @Option(names = "--expires-in-seconds", paramLabel = "N") @Nullable Long expires) {
        ObjectNode body = Json.object().put("name", name);
        body.set("roles", array(roles));
        if (queues != null) {
            body.set("queues", array(queues));
        }
        if (expires != null) {
            body.put("expires_in_seconds", expires);
        }
        show(client().post("/v1/api-keys", body));
        return ExitCode.OK;
    }

    @Command(name = "list", description = "All keys, without their secrets")
    int list(@Option(names = "--limit", defaultValue = "100") int limit) {
        list(
                "/v1/api-keys",
                Map.of(),
                limit,
                Column.at("KEY", "/id"),
                Column.at("NAME", "/name"),
                Column.at("ROLES", "/roles"),
                Column.at("QUEUES", "/queues"),
                Column.time("EXPIRES", "/expires_at"),
                Column.time("REVOKED", "/revoked_at"),
                Column.time("LAST USED", "/last_used_at"));
        return ExitCode.OK;
    }

    @Command(name = "rotate", description = "Make a new key in place of one, which lives on for a while")
    int rotate(
            @Parameters(paramLabel = "KEY") String key,
            @Option(names = "--overlap-seconds", paramLabel = "N", description = "default: a day; 0 ends it at once")
                    @Nullable
                    Long overlap) {
        ObjectNode body = Json.object();
        if (overlap != null) {
            body.put("overlap_seconds", overlap);
        }
        show(client().post("/v1/api-keys/" + segment(key) + "/rotate", body));
        return ExitCode.OK;
    }

    @Command(name = "revoke", description = "End a key at once")
    int revoke(@Parameters(paramLabel = "KEY") String key) {
        client().delete("/v1/api-keys/" + segment(key));
        say("revoked " + key);
        return ExitCode.OK;
    }

    private void show(JsonNode created) {
        output().one(
                        created,
                        Column.at("id", "/api_key/id"),
                        Column.at("name", "/api_key/name"),
                        Column.at("roles", "/api_key/roles"),
                        Column.at("queues", "/api_key/queues"),
                        Column.time("expires", "/api_key/expires_at"),
                        Column.at("key", "/key"));
        say("keep it: it is not shown again");
    }

    private static ArrayNode array(List<String> texts) {
        ArrayNode array = Json.mapper().createArrayNode();
        new ArrayList<>(texts).forEach(array::add);
        return array;
    }
}
