package dev.ferrumdeck.demo;

import dev.ferrumdeck.cli.Applier;
import dev.ferrumdeck.cli.Discovery;
import dev.ferrumdeck.cli.Documents;
import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.contracts.ToolHash;
import dev.ferrumdeck.demo.tools.ToolServer;
import dev.ferrumdeck.demo.tools.WitnessLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a play has to work with: a stack that is up, a client of its API, and the witness.
 *
 * @param yes nobody is asked
 * @param folder what the files server may read
 */
record Stage(Stack stack, FerrumdeckClient client, Terminal terminal, Checks checks, boolean yes, Path folder) {

    /** Brings the stack up with the demonstration's servers and registers what the scenario needs. */
    static Stage prepare(Stack stack, Scenario scenario, Terminal terminal, boolean yes, @Nullable Path folder) {
        Path home = demoHome(stack);
        Path chosen = folder == null ? stack.root().resolve("demo/scenarios/sample-folder") : folder;
        if (!Files.isDirectory(chosen)) {
            throw new DemoFailed("--folder " + chosen + " is not a folder");
        }
        choose(home, chosen);
        boolean changed = McpConfig.write(stack.mcpConfig(), home, stack.root());
        if (!stack.isReady()) {
            stack.up();
        } else if (changed) {
            stack.restartWorker();
        }
        FerrumdeckClient client = FerrumdeckClient.of(URI.create(stack.gateway()), stack.adminKey());
        Stage stage = new Stage(stack, client, terminal, new Checks(terminal), yes, chosen);
        stage.register(scenario);
        return stage;
    }

    /** What the tools saw, of all time. */
    WitnessLog witness() {
        return ToolServer.witness(demoHome(stack));
    }

    Path demoHome() {
        return demoHome(stack);
    }

    private static Path demoHome(Stack stack) {
        return stack.home().resolve("demo").toAbsolutePath();
    }

    private static void choose(Path home, Path folder) {
        try {
            Files.createDirectories(home);
            Files.writeString(
                    ToolServer.chosenFolder(home),
                    folder.toAbsolutePath().normalize().toString());
        } catch (IOException e) {
            throw new DemoFailed("cannot write to " + home + ": " + e.getMessage());
        }
    }

    private void register(Scenario scenario) {
        Path files = stack.root().resolve("demo/scenarios");
        List<Documents.Document> documents = new ArrayList<>();
        for (String server : scenario.servers()) {
            documents.addAll(read(files.resolve("tools").resolve(server + ".yaml")));
        }
        compare(documents, scenario.servers());
        documents.addAll(read(files.resolve(scenario.name())));
        List<JsonNode> applied = new Applier(client).apply(documents, null);
        String policy = applied.stream()
                .filter(it -> it.path("kind").asString("").equals("policy"))
                .map(it ->
                        it.path("name").asString("") + "-v" + it.path("version").asInt(0))
                .findFirst()
                .orElse("none");
        terminal.line("Scenario \"%s\": %s", scenario.name(), scenario.what());
        terminal.line(
                "%d tools as their servers list them, policy %s (deny by default)",
                documents.stream()
                        .filter(it -> it.body().path("kind").asString("").equals("tool"))
                        .count(),
                policy);
    }

    private static List<Documents.Document> read(Path file) {
        return Documents.read(file, InputStream.nullInputStream());
    }

    /** The servers must list exactly the tools that are about to be registered: else nothing is. */
    private void compare(List<Documents.Document> documents, List<String> servers) {
        Path jar = stack.root().resolve(Discovery.JAR);
        Map<String, String> listed = new HashMap<>();
        for (JsonNode tool : Discovery.tools(jar, stack.mcpConfig(), servers)) {
            listed.put(tool.path("name").asString(""), hash(tool));
        }
        for (Documents.Document document : documents) {
            String name = document.body().path("name").asString("");
            if (!hash(document.body()).equals(listed.get(name))) {
                throw new DemoFailed(name + " is not what its server lists (" + document.source()
                        + "); a worker would refuse to call it");
            }
        }
    }

    private static String hash(JsonNode tool) {
        String name = tool.path("name").asString("");
        return ToolHash.of(
                tool.path("server_tool").asString(name.substring(name.lastIndexOf('.') + 1)),
                tool.path("description").asString(""),
                tool.path("input_schema").toString());
    }
}
