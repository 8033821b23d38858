package dev.ferrumdeck.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mcp}: tools that MCP servers offer. */
@Command(name = "mcp", description = "Tools of MCP servers")
final class McpCommand extends Noun {

    @Command(
            name = "discover",
            description = "Ask the worker's MCP servers for their tools, as tool specifications to check and apply")
    int discover(
            @Parameters(paramLabel = "SERVER", arity = "0..*", description = "default: all") @Nullable
                    List<String> servers,
            @Option(names = "--config", paramLabel = "FILE", description = "default: mcp.json of the local stack")
                    @Nullable
                    Path config) {
        var tools = Discovery.tools(jar(), config(config), servers == null ? List.of() : servers);
        boolean manifests = main().givenFormat().isEmpty() && Streams.isFile();
        (manifests ? new Output(Format.YAML, out()) : output())
                .list(
                        tools,
                        Column.at("TOOL", "/name"),
                        Column.at("SERVER", "/server"),
                        Column.at("RISK", "/risk"),
                        Column.at("EFFECT", "/effect"),
                        Column.brief("DESCRIPTION", "/description"));
        say(
                manifests
                        ? "check risk and effect in the file, then: ferrumdeck apply FILE"
                        : "check risk and effect before you apply (> FILE writes manifests): what a server says of itself is a hint");
        return ExitCode.OK;
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
                .or(() -> settings.env("FERRUMDECK_ROOT").map(it -> Path.of(it, Discovery.JAR)))
                .or(() -> settings.above(Discovery.JAR));
        return jar.filter(Files::exists)
                .orElseThrow(
                        () -> UserError.failed("the worker's jar is not built; build it with mvn -DskipTests package, "
                                + "or name it in FERRUMDECK_WORKER_JAR"));
    }
}
