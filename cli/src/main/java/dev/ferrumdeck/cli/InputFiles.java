package dev.ferrumdeck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The files that a command reads: as words of their own, or each behind {@code -f}. */
final class InputFiles {
    @Parameters(paramLabel = "FILE", arity = "0..*", description = "file or folder (YAML, JSON); - is stdin")
    private List<Path> words = new ArrayList<>();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "the same; may be given again")
    private List<Path> options = new ArrayList<>();

    List<Documents.Document> documents() {
        List<Path> files = new ArrayList<>(words);
        files.addAll(options);
        if (files.isEmpty()) {
            throw UserError.usage("name a file or a folder; - is stdin");
        }
        List<Documents.Document> documents = new ArrayList<>();
        files.forEach(file -> documents.addAll(Documents.read(file, System.in)));
        if (documents.isEmpty()) {
            throw UserError.usage("there is nothing in " + files);
        }
        return documents;
    }
}
