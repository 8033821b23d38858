package dev.ferrumdeck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "file or folder (YAML, JSON); - is stdin; may be given again")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() {
        return apply(this, files, null);
    }

    /** Applies files for any noun. */
    static int apply(Noun noun, List<Path> files, @Nullable Kind only) {
        List<Documents.Document> documents = new ArrayList<>();
        files.forEach(file -> documents.addAll(Documents.read(file, System.in)));
        if (documents.isEmpty()) {
            throw UserError.usage("there is nothing to apply in " + files);
        }
        noun.output().list(new Applier(noun.client()).apply(documents, only), RESULT);
        return ExitCode.OK;
    }
}
