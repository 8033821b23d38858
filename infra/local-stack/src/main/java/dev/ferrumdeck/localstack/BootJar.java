package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Spring Boot jar made quick to start: unpacked once, and with an archive of its loaded classes, which the first JVM
 * that ends in good order leaves behind (application class data sharing).
 */
final class BootJar {
    private static final String ARCHIVE = "app.jsa";

    private final Path unpacked;
    private final String jarName;

    private BootJar(Path unpacked, String jarName) {
        this.unpacked = unpacked;
        this.jarName = jarName;
    }

    /** Unpacks the jar unless that was done for this very build and this Java. */
    static BootJar prepare(Path jar, Path cache, Path log) throws IOException {
        if (!Files.exists(jar)) {
            throw StackFailure.of(
                    jar + " is not built", "build it: ./ferrumdeck up does so, or mvn -DskipTests package");
        }
        String module = jar.getFileName().toString().replaceFirst("-[0-9].*", "");
        String build = Long.toHexString(Files.getLastModifiedTime(jar).toMillis() * 31 + Files.size(jar));
        Path target =
                cache.resolve(module + "-" + build + "-java" + Runtime.version().feature());
        if (!Files.isDirectory(target)) {
            removeOlder(cache, module);
            Path fresh = Files.createTempDirectory(cache, ".unpack");
            extract(jar, fresh, log);
            Folders.moveIntoPlace(fresh, target);
        }
        return new BootJar(target, jar.getFileName().toString());
    }

    /** The JVM's words to run it, before the application's own arguments. */
    List<String> command(List<String> jvmOptions) {
        List<String> words = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC", "-Xshare:auto"));
        Path archive = unpacked.resolve(ARCHIVE);
        if (Files.exists(archive)) {
            words.add("-XX:SharedArchiveFile=" + archive);
            words.add("-Xlog:cds=off");
        } else {
            words.add("-XX:ArchiveClassesAtExit="
                    + unpacked.resolve("new-" + ProcessHandle.current().pid() + ".jsa"));
            words.add("-Xlog:cds=off");
            words.add("-Xlog:cds+dynamic=off");
        }
        words.addAll(jvmOptions);
        words.addAll(List.of("-jar", unpacked.resolve(jarName).toString()));
        return words;
    }

    /** Puts a class archive that an ended JVM has left into use. */
    void adoptArchive() {
        Path made = unpacked.resolve("new-" + ProcessHandle.current().pid() + ".jsa");
        try {
            if (Files.exists(made) && Files.size(made) > 0) {
                Files.move(made, unpacked.resolve(ARCHIVE), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            // only a start that is less quick
            return;
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void extract(Path jar, Path into, Path log) throws IOException {
        LogFiles.roll(log);
        ProcessBuilder builder = new ProcessBuilder(
                        java(),
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--force",
                        "--destination",
                        into.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        ChildEnv.apply(builder, System.getenv(), ChildEnv.NONE, Map.of());
        Process process = builder.start();
        try {
            if (process.waitFor() != 0) {
                throw StackFailure.of(
                        "cannot unpack " + jar, log, "build again: mvn -DskipTests package; check the disk");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw StackFailure.interrupted();
        }
    }

    /** Earlier builds of the same module; a stack that still runs one has its files open and goes on. */
    private static void removeOlder(Path cache, String module) throws IOException {
        try (Stream<Path> entries = Files.list(cache)) {
            for (Path old : entries.filter(path -> path.getFileName().toString().startsWith(module + "-"))
                    .sorted((a, b) -> modified(b).compareTo(modified(a)))
                    .skip(1)
                    .toList()) {
                Folders.delete(old);
            }
        }
    }

    private static java.nio.file.attribute.FileTime modified(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return java.nio.file.attribute.FileTime.fromMillis(0);
        }
    }
}
