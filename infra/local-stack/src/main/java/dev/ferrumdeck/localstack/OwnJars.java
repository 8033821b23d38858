package dev.ferrumdeck.localstack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Copies of our own jars, out of the reach of the next build: a running JVM reads classes when it first needs them. */
public final class OwnJars {
    private OwnJars() {}

    /** This process's class path, with the jars that a build writes replaced by copies in the cache of the checkout. */
    public static String classPath(Path root) throws IOException {
        Path cache = new Layout(root, root.resolve(".ferrumdeck")).cache();
        Files.createDirectories(cache);
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            entries.add(jar.toString().endsWith("-0.1.0.jar") && Files.isRegularFile(jar) ? copy(jar, cache) : entry);
        }
        return String.join(File.pathSeparator, entries);
    }

    private static String copy(Path jar, Path cache) throws IOException {
        String name = jar.getFileName().toString().replace(".jar", "-" + BootJar.checksum(jar) + ".jar");
        Path copy = cache.resolve("own-" + name);
        if (Files.notExists(copy)) {
            Path fresh = Files.createTempFile(cache, ".own", ".jar");
            Files.copy(jar, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE);
        }
        return copy.toString();
    }
}
