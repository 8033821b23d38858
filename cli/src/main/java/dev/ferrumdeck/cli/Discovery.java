package dev.ferrumdeck.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Asks MCP servers for their tools through the worker, so that what is registered is what a worker will see. */
public final class Discovery {
    /** Where the worker's jar is in a checkout. */
    public static final String JAR = "activities-worker/target/activities-worker-0.1.0-app.jar";

    private Discovery() {}

    /**
     * The tools of these servers, of all when none is named, as specifications of kind tool.
     *
     * @param config the worker's file of MCP servers
     * @throws UserError when the worker could not ask them; its words are on stderr
     */
    public static List<JsonNode> tools(Path workerJar, Path config, List<String> servers) {
        List<String> words = new ArrayList<>(List.of(java(), "-jar", workerJar.toString(), "discover"));
        words.addAll(servers);
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("FERRUMDECK_MCP_CONFIG", config.toString());
        try {
            Process worker = builder.start();
            worker.getOutputStream().close();
            String printed = new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (worker.waitFor() != 0) {
                throw UserError.failed("the worker could not ask the servers for their tools; its words are above");
            }
            return Documents.parse("the worker's answer", printed).stream()
                    .map(Documents.Document::body)
                    .toList();
        } catch (IOException e) {
            throw UserError.failed("cannot start the worker's jar " + workerJar + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UserError.failed("interrupted while the worker asked the servers");
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
