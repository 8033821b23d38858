package dev.ferrumdeck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The verbs of everything that has published versions. */
abstract class RegistryNoun extends Noun {
    private final Kind kind;

    RegistryNoun(Kind kind) {
        this.kind = kind;
    }

    /** Publishes from files. */
    @Command(name = "apply", description = "Publish what files say; what is the same gets no new version")
    public int apply(
            @Option(
                            names = {"-f", "--file"},
                            required = true,
                            paramLabel = "FILE")
                    List<Path> files) {
        return ApplyCommand.apply(this, new ArrayList<>(files), kind);
    }

    /** Lists the newest versions. */
    @Command(name = "list", description = "The newest version of each")
    public int list(@Option(names = "--limit", defaultValue = "100") int limit) {
        list(
                kind.path(),
                Map.of(),
                limit,
                Column.at("NAME", "/name"),
                Column.at("VERSION", "/version"),
                Column.brief("DESCRIPTION", "/spec/description"),
                Column.time("PUBLISHED", "/created_at"));
        return ExitCode.OK;
    }

    /** Shows one version. */
    @Command(name = "get", description = "One version with its specification")
    public int get(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--version-number", paramLabel = "N", description = "default: the newest") @Nullable
                    Integer version) {
        String path = kind.path() + "/" + segment(name);
        JsonNode found = client().get(version == null ? path : path + "/versions/" + version);
        output().one(
                        found,
                        Column.at("id", "/id"),
                        Column.at("name", "/name"),
                        Column.at("version", "/version"),
                        Column.at("newest", "/latest"),
                        Column.at("hash", "/hash"),
                        Column.time("published", "/created_at"),
                        Column.at("by", "/created_by"),
                        Column.at("spec", "/spec"));
        return ExitCode.OK;
    }

    /** Lists the versions of one. */
    @Command(name = "versions", description = "All versions of one, newest first")
    public int versions(
            @Parameters(paramLabel = "NAME") String name, @Option(names = "--limit", defaultValue = "100") int limit) {
        list(
                kind.path() + "/" + segment(name) + "/versions",
                Map.of(),
                limit,
                Column.at("VERSION", "/version"),
                Column.time("PUBLISHED", "/created_at"),
                Column.at("BY", "/created_by"));
        return ExitCode.OK;
    }
}
