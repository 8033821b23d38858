package dev.ferrumdeck.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apply}: files and folders of all kinds. */
@Command(
        name = "apply",
        description = "Publish what files say: each document names its kind (tool, policy, agent, workflow, budget)")
final class ApplyCommand extends Noun implements Callable<Integer> {
    private static final Column[] RESULT = {
        Column.at("KIND", "/kind"),
        Column.at("NAME", "/name"),
        Column.at("VERSION", "/version"),
        Column.at("RESULT", "/result")
    };

    @Mixin
    private InputFiles files = new InputFiles();

    @Option(names = "--dry-run", description = "check everything and say what would happen; nothing is stored")
    private boolean dryRun;

    @Override
    public Integer call() {
        return apply(this, files, null, dryRun);
    }

    /** Applies files for any noun. */
    static int apply(Noun noun, InputFiles files, @Nullable Kind only, boolean dryRun) {
        var results = new Applier(noun.client(), dryRun).apply(files.documents(), only);
        noun.output().list(results, RESULT);
        results.forEach(result -> result.path("warnings")
                .forEach(warning -> noun.say("warning: " + result.path("name").asString("") + " at "
                        + warning.path("pointer").asString("") + ": "
                        + warning.path("message").asString(""))));
        return ExitCode.OK;
    }
}
