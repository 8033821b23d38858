package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/**
 * A Spring Boot jar made quick to start: unpacked once, and with an archive of its loaded classes, which the first JVM
 * that ends in good order leaves behind (application class data sharing).
 */
final class BootJar {
    private static final String ARCHIVE = "app.jsa";
    private static final int ENDED_BY_SIGTERM = 143;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path unpacked;
    private final String jarName;
    private final String build;

    private BootJar(Path unpacked, String jarName, String build) {
        this.unpacked = unpacked;
        this.jarName = jarName;
        this.build = build;
    }

    /** The checksum of what is inside. */
    String build() {
        return build;
    }

    /** Unpacks the jar unless that was done for this very build and this Java. */
    static BootJar prepare(Path jar, Path cache, Path log) throws IOException {
        if (!Files.exists(jar)) {
            throw StackFailure.of(
                    jar + " is not built", "build it: ./ferrumdeck up does so, or mvn -DskipTests package");
        }
        String module = jar.getFileName().toString().replaceFirst("-[0-9].*", "");
        String build = checksum(jar);
        Path target =
                cache.resolve(module + "-" + build + "-java" + Runtime.version().feature());
        if (!Files.isDirectory(target)) {
            removeOlder(cache, module);
            Path fresh = Files.createTempDirectory(cache, ".unpack");
            extract(jar, fresh, log);
            Folders.moveIntoPlace(fresh, target);
        }
        InUse.hold(target);
        return new BootJar(target, jar.getFileName().toString(), build);
    }

    /** Over the checksums of what is inside: the build is reproducible, so time and size may be those of another one. */
    static String checksum(Path jar) throws IOException {
        CRC32 all = new CRC32();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.stream()
                    .map(entry -> entry.getName() + " " + entry.getCrc() + "\n")
                    .sorted()
                    .forEach(line -> all.update(line.getBytes(StandardCharsets.UTF_8)));
        }
        return Long.toHexString(all.getValue());
    }

    boolean hasArchive() {
        return Files.exists(unpacked.resolve(ARCHIVE));
    }

    /** A name for a new class archive that no other process writes. */
    Path newArchive() {
        return unpacked.resolve("new-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + ".jsa");
    }

    /** The JVM's words to run it, before the application's own arguments; writes a class archive when there is none. */
    List<String> command(List<String> jvmOptions, Path newArchive) {
        List<String> words = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC", "-Xshare:auto", "-Xlog:cds=off"));
        words.add("-Xlog:cds+dynamic=off");
        words.add(
                hasArchive()
                        ? "-XX:SharedArchiveFile=" + unpacked.resolve(ARCHIVE)
                        : "-XX:ArchiveClassesAtExit=" + newArchive);
        words.addAll(List.of("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Dsun.jnu.encoding=UTF-8"));
        words.addAll(jvmOptions);
        words.addAll(List.of("-jar", unpacked.resolve(jarName).toString()));
        return words;
    }

    /** Puts the class archive of a JVM that ended in good order into use; what a killed one has left is not whole. */
    void adopt(Path newArchive, int exitCode) {
        try {
            if (exitCode != 0 && exitCode != ENDED_BY_SIGTERM) {
                Files.deleteIfExists(newArchive);
            } else if (Files.exists(newArchive) && Files.size(newArchive) > 0) {
                Files.move(newArchive, unpacked.resolve(ARCHIVE), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            // only the next start is less quick
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

    /** Earlier builds of the same module, but those that a stack still runs. */
    private static void removeOlder(Path cache, String module) throws IOException {
        try (Stream<Path> entries = Files.list(cache)) {
            for (Path old : entries.filter(path -> path.getFileName().toString().startsWith(module + "-"))
                    .sorted((a, b) -> modified(b).compareTo(modified(a)))
                    .skip(1)
                    .filter(folder -> !InUse.isHeld(folder))
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
