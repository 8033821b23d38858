package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.cli.client.RequestText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            @Mixin InputFiles files,
            @Option(names = "--dry-run", description = "check everything; nothing is stored") boolean dryRun) {
        return ApplyCommand.apply(this, files, kind, dryRun);
    }

    /** Takes one out of use. */
    @Command(
            name = "retire",
            description = "Take one out of use: no new run can use it, runs under way keep what they have")
    public int retire(@Parameters(paramLabel = "NAME") String name) {
        client().delete(kind.path() + "/" + segment(name));
        say("retired " + kind.word() + " " + name + "; apply restores it");
        return ExitCode.OK;
    }

    /** Sends each document to a route that checks it; prints what is wrong. */
    int check(String route, InputFiles files) {
        List<JsonNode> rows = new ArrayList<>();
        boolean valid = true;
        for (Documents.Document document : files.documents()) {
            JsonNode found = client().post(kind.path() + "/" + route, RequestText.yaml(document.text()));
            valid &= found.path("valid").asBoolean(false);
            for (String severity : List.of("errors", "warnings")) {
                for (JsonNode fault : found.path(severity)) {
                    rows.add(Json.object()
                            .put("source", document.source())
                            .put("severity", severity.substring(0, severity.length() - 1))
                            .put("at", fault.path("pointer").asString(""))
                            .put("message", fault.path("message").asString("")));
                }
            }
        }
        output().list(
                        rows,
                        Column.at("SOURCE", "/source"),
                        Column.at("SEVERITY", "/severity"),
                        Column.at("AT", "/at"),
                        Column.at("MESSAGE", "/message"));
        say(valid ? "valid" : "not valid");
        return valid ? ExitCode.OK : ExitCode.FAILED;
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
