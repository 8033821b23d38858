package dev.ferrumdeck.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mcp}: tools that MCP servers offer. */
@Command(name = "mcp", description = "Tools of MCP servers")
final class McpCommand extends Noun {
    private static final String JAR = "activities-worker/target/activities-worker-0.1.0-app.jar";

    @Command(
            name = "discover",
            description = "Ask the worker's MCP servers for their tools, as tool specifications to check and apply")
    int discover(
            @Parameters(paramLabel = "SERVER", arity = "0..1", description = "default: all") @Nullable String server,
            @Option(names = "--config", paramLabel = "FILE", description = "default: mcp.json of the local stack")
                    @Nullable
                    Path config)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(java(), "-jar", jar().toString(), "discover"));
        if (server != null) {
            words.add(server);
        }
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("FERRUMDECK_MCP_CONFIG", config(config).toString());
        Process worker = builder.start();
        worker.getOutputStream().close();
        String printed = new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (worker.waitFor() != 0) {
            throw UserError.failed("the worker could not discover the tools; its words are above");
        }
        output().list(
                        tools(printed),
                        Column.at("TOOL", "/name"),
                        Column.at("SERVER", "/server"),
                        Column.at("RISK", "/risk"),
                        Column.at("EFFECT", "/effect"),
                        Column.brief("DESCRIPTION", "/description"));
        say("check risk and effect before you apply: what a server says of itself is a hint");
        return ExitCode.OK;
    }

    /** A list of documents, or one document that is a list. */
    private static List<JsonNode> tools(String printed) {
        List<JsonNode> tools = new ArrayList<>();
        for (Documents.Document document : Documents.parse("the worker's answer", printed)) {
            if (document.body().isArray()) {
                document.body().forEach(tools::add);
            } else {
                tools.add(document.body());
            }
        }
        return tools;
    }

    private Path config(@Nullable Path given) {
        if (given != null) {
            return given;
        }
        return main().settings()
                .home()
                .map(it -> it.resolve("mcp.json"))
                .filter(Files::exists)
                .orElseThrow(() -> UserError.usage("there is no mcp.json here; name one with --config"));
    }

    private Path jar() {
        Settings settings = main().settings();
        Optional<Path> jar = settings.env("FERRUMDECK_WORKER_JAR")
                .map(Path::of)
                .or(() -> settings.env("FERRUMDECK_ROOT").map(it -> Path.of(it, JAR)))
                .or(() -> settings.above(JAR));
        return jar.filter(Files::exists)
                .orElseThrow(
                        () -> UserError.failed("the worker's jar is not built; build it with mvn -DskipTests package, "
                                + "or name it in FERRUMDECK_WORKER_JAR"));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
