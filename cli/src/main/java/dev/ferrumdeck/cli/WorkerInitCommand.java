package dev.ferrumdeck.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code worker init}: a folder with a tool of one's own, which is the tested example of the Python worker. */
@Command(name = "init", description = "Begin a folder of tools, and say how to serve them")
final class WorkerInitCommand extends Noun implements Callable<Integer> {
    private static final String EXAMPLE = "my_tools.py";

    enum Language {
        PYTHON("python-worker");

        private final String worker;

        Language(String worker) {
            this.worker = worker;
        }
    }

    @Option(names = "--lang", required = true, paramLabel = "LANGUAGE", description = "python")
    private Language language = Language.PYTHON;

    @Parameters(paramLabel = "DIR", description = "the folder; made where it is not there")
    private Path folder = Path.of("");

    @Override
    public Integer call() {
        Settings settings = main().settings();
        Path worker = settings.env("FERRUMDECK_ROOT")
                .map(root -> Path.of(root, language.worker))
                .or(() -> settings.above(language.worker))
                .orElseThrow(() -> UserError.usage("FERRUMDECK_ROOT does not say where FerrumDeck is: set it"));
        Path tools = folder.resolve(EXAMPLE);
        copy(worker.resolve("examples").resolve(EXAMPLE), tools);
        out().println("wrote " + tools + "\n" + next(worker, tools));
        out().flush();
        return ExitCode.OK;
    }

    private static void copy(Path example, Path tools) {
        try {
            Files.createDirectories(tools.toAbsolutePath().getParent());
            Files.copy(example, tools);
        } catch (FileAlreadyExistsException e) {
            throw UserError.usage(e.getFile() + " is there already: give another folder, or remove it");
        } catch (IOException e) {
            throw UserError.failed("cannot write " + tools + " from " + example + ": " + e);
        }
    }

    private String next(Path worker, Path tools) {
        String venv = word(folder.resolve(".venv"));
        String python = word(folder.resolve(".venv").resolve("bin").resolve("python"));
        String manifest = word(folder.resolve("my_tools.yaml"));
        return String.join(
                "\n",
                "next:",
                "  python3 -m venv " + venv,
                "  " + python + " -m pip install --require-hashes -r " + word(worker.resolve("requirements.txt")),
                "  " + python + " -m pip install --no-deps " + word(worker),
                "  " + python + " -m ferrumdeck_worker manifest " + word(tools) + " > " + manifest,
                "  ./ferrumdeck apply " + manifest,
                "  ./ferrumdeck key create --role worker --queue python my-worker",
                "  FERRUMDECK_API_KEY=... REDIS_URL=... " + python + " -m ferrumdeck_worker " + word(tools));
    }

    /** The path as one word of a shell. */
    private static String word(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
