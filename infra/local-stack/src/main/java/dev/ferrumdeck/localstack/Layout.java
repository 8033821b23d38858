package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where things are: the project folder, and the home of one stack (default {@code .ferrumdeck} in it). Downloads and
 * unpacked programs live in the project's own {@code .ferrumdeck}, shared by all stacks of one checkout.
 */
record Layout(Path root, Path home) {

    Layout {
        root = root.toAbsolutePath().normalize();
        home = home.toAbsolutePath().normalize();
    }

    Path cache() {
        return shared().resolve("cache");
    }

    Path venv() {
        return shared().resolve("venv");
    }

    /** The project's own folder; the home for somebody who may not write there. */
    private Path shared() {
        Path shared = root.resolve(".ferrumdeck");
        return Files.isWritable(Files.exists(shared) ? shared : root) ? shared : home;
    }

    Path logs() {
        return home.resolve("logs");
    }

    Path log(String part) {
        return logs().resolve(part + ".log");
    }

    Path state() {
        return home.resolve("stack.json");
    }

    Path lock() {
        return home.resolve("supervisor.lock");
    }

    /** Held by an {@code up} that is under way. */
    Path upLock() {
        return home.resolve("up.lock");
    }

    Path ports() {
        return home.resolve("ports.json");
    }

    /** Where our programs put what they need for a while; nothing of a stack is outside of its home. */
    Path tmp() {
        return home.resolve("tmp");
    }

    Path mcpConfig() {
        return home.resolve("mcp.json");
    }

    Path adminKey() {
        return home.resolve("admin.key");
    }

    Path workerKey() {
        return home.resolve("worker.key");
    }

    Path scenarios() {
        return root.resolve("demo/scenarios");
    }

    Path appJar(String module) {
        return root.resolve(module + "/target/" + module + "-0.1.0-app.jar");
    }

    /** Makes the home, readable by its owner only: it holds keys and data. */
    void create() throws IOException {
        boolean fresh = Files.notExists(home, LinkOption.NOFOLLOW_LINKS);
        Files.createDirectories(logs());
        Files.createDirectories(cache());
        Files.createDirectories(tmp());
        if (fresh) {
            ownerOnly(home);
        }
    }

    static void ownerOnly(Path path) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            String mode = Files.isDirectory(path) ? "rwx------" : "rw-------";
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        }
    }

    /** Writes a secret or a state file: never half, never readable by others. */
    static void writePrivate(Path file, String text) throws IOException {
        Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), ".new");
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh); // of a full disk
        }
    }

    /** The project folder: the nearest one above that has the launcher and the parent build file. */
    static Path findRoot(Path from) {
        for (Path here = from.toAbsolutePath().normalize(); here != null; here = here.getParent()) {
            if (Files.exists(here.resolve("pom.xml")) && Files.exists(here.resolve("infra/local-stack/pom.xml"))) {
                return here;
            }
        }
        throw StackFailure.of("no FerrumDeck checkout above " + from, "run ./ferrumdeck in the checkout");
    }
}
