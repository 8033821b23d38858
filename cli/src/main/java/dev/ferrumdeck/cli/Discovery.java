package dev.ferrumdeck.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Asks MCP servers for their tools through the worker, so that what is registered is what a worker will see. */
public final class Discovery {
    /** Where the worker's jar is in a checkout. */
    public static final String JAR = "activities-worker/target/activities-worker-0.1.0-app.jar";

    /** The worker's stdout is the answer: its log must go elsewhere. */
    private static final String LOG_TO_STDERR = """
            <configuration>
              <appender name="stderr" class="ch.qos.logback.core.ConsoleAppender">
                <target>System.err</target>
                <encoder><pattern>%level %logger{0}: %msg%n</pattern></encoder>
              </appender>
              <root level="WARN"><appender-ref ref="stderr"/></root>
            </configuration>
            """;

    private Discovery() {}

    /**
     * The tools of these servers, of all when none is named, as specifications of kind tool.
     *
     * @param config the worker's file of MCP servers
     * @throws UserError when the worker could not ask them, with its words
     */
    public static List<JsonNode> tools(Path workerJar, Path config, List<String> servers) {
        try {
            Path folder = Files.createTempDirectory("ferrumdeck-discover");
            Path logging = Files.writeString(folder.resolve("logback.xml"), LOG_TO_STDERR);
            Path err = folder.resolve("stderr");
            try {
                return Documents.parse("the worker's answer", ask(command(workerJar, logging, servers), config, err))
                        .stream()
                        .map(Documents.Document::body)
                        .toList();
            } finally {
                Files.deleteIfExists(logging);
                Files.deleteIfExists(err);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw UserError.failed("cannot start the worker's jar " + workerJar + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UserError.failed("interrupted while the worker asked the servers");
        }
    }

    private static List<String> command(Path workerJar, Path logging, List<String> servers) {
        List<String> words = new ArrayList<>(List.of(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + logging,
                "-jar",
                workerJar.toString(),
                "discover"));
        words.addAll(servers);
        return words;
    }

    private static String ask(List<String> command, Path config, Path err) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().put("FERRUMDECK_MCP_CONFIG", config.toString());
        Process worker = builder.start();
        worker.getOutputStream().close();
        String printed = new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (worker.waitFor() != 0) {
            throw UserError.failed("the worker could not ask the servers for their tools:\n"
                    + Files.readString(err).strip());
        }
        return printed;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
