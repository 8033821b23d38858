package dev.ferrumdeck.localstack;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a stack was started with, so that whoever comes later can tell whether it is what they want.
 *
 * @param identity what its gateways say of themselves in the header {@code Server}: a secret of this stack, so that nobody
 *     mistakes another program on the same port for them
 * @param lease ISO 8601; empty: the gateway's default
 * @param environment names of the variables that gateways and workers were given, with digests of their values
 * @param builds checksums of the jars, by module
 */
record StartedWith(String identity, String lease, Map<String, String> environment, Map<String, String> builds) {

    StartedWith {
        environment = Map.copyOf(environment);
        builds = Map.copyOf(builds);
    }

    static StartedWith nothing() {
        return new StartedWith("", "", Map.of(), Map.of());
    }

    StartedWith withBuild(String module, String checksum) {
        Map<String, String> more = new TreeMap<>(builds);
        more.put(module, checksum);
        return new StartedWith(identity, lease, environment, more);
    }

    void write(ObjectNode root) {
        root.withObject("/gateway").put("identity", identity);
        root.put("lease", lease);
        new TreeMap<>(environment).forEach(root.putObject("environment")::put);
        new TreeMap<>(builds).forEach(root.putObject("builds")::put);
    }

    static StartedWith parse(JsonNode root) {
        return new StartedWith(
                root.at("/gateway/identity").asString(""),
                root.path("lease").asString(""),
                texts(root.path("environment")),
                texts(root.path("builds")));
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new TreeMap<>();
        node.properties().forEach(it -> texts.put(it.getKey(), it.getValue().asString("")));
        return texts;
    }
}
