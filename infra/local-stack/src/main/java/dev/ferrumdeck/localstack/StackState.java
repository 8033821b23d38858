package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The record of a stack in {@code stack.json}: where its parts are, and every process it has started with its birth, so
 * that whoever comes after a crash ends exactly these and no others.
 */
record StackState(
        Phase phase, Optional<ProcessId> supervisor, StackUrls urls, StartedWith with, List<Entry> processes) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
            .build();

    enum Phase {
        STARTING,
        READY
    }

    /** A process of the stack: the part's name, who it is, its URL if it serves. */
    record Entry(String name, ProcessId id, String url) {
        /** Whether it lives and, where it serves HTTP, says that it is of use. */
        boolean healthy() {
            return id.alive()
                    && (url.isEmpty() || Health.http(url + (name.startsWith("worker") ? "/health" : "/health/ready")));
        }
    }

    static Optional<StackState> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(parse(JSON.readTree(Files.readString(file)))) : Optional.empty();
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    void write(Path file) throws IOException {
        Layout.writePrivate(file, JSON.writeValueAsString(toJson()) + "\n");
    }

    boolean supervised() {
        return supervisor.filter(ProcessId::alive).isPresent();
    }

    List<Entry> alive() {
        return processes.stream().filter(entry -> entry.id().alive()).toList();
    }

    private ObjectNode toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("phase", phase.name().toLowerCase(java.util.Locale.ROOT));
        supervisor.ifPresent(id -> put(root.putObject("supervisor"), id));
        root.putObject("postgres").put("url", urls.postgres());
        root.putObject("redis").put("url", urls.redis());
        root.putObject("temporal")
                .put("address", urls.temporal())
                .put("ui", urls.temporalUi())
                .put("metrics", urls.temporalMetrics());
        ObjectNode gateway = root.putObject("gateway").put("url", urls.gateway());
        ArrayNode workers = root.putArray("workers");
        ArrayNode all = root.putArray("processes");
        with.write(root);
        for (Entry entry : processes) {
            if (entry.name().equals("gateway")) {
                gateway.put("pid", entry.id().pid());
            }
            if (entry.name().startsWith("worker")) {
                workers.addObject()
                        .put("pid", entry.id().pid())
                        .put("pool", entry.name().equals("worker") ? "java" : entry.name());
            }
            put(all.addObject().put("name", entry.name()).put("url", entry.url()), entry.id());
        }
        return root;
    }

    private static void put(ObjectNode node, ProcessId id) {
        node.put("pid", id.pid()).put("birth", id.birth());
    }

    private static StackState parse(JsonNode root) {
        JsonNode temporal = root.path("temporal");
        StackUrls urls = StackUrls.none()
                .withPostgres(text(root.path("postgres"), "url"))
                .withRedis(text(root.path("redis"), "url"))
                .withTemporal(text(temporal, "address"), text(temporal, "ui"), text(temporal, "metrics"))
                .withGateway(text(root.path("gateway"), "url"));
        List<Entry> processes = new ArrayList<>();
        for (JsonNode entry : root.path("processes")) {
            processes.add(new Entry(text(entry, "name"), id(entry), text(entry, "url")));
        }
        Phase phase = text(root, "phase").equals("ready") ? Phase.READY : Phase.STARTING;
        Optional<ProcessId> supervisor =
                root.has("supervisor") ? Optional.of(id(root.path("supervisor"))) : Optional.empty();
        return new StackState(phase, supervisor, urls, StartedWith.parse(root), processes);
    }

    private static ProcessId id(JsonNode node) {
        return new ProcessId(node.path("pid").asLong(0), text(node, "birth"));
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).asString("");
    }
}
