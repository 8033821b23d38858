package dev.ferrumdeck.localstack;

import dev.ferrumdeck.contracts.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program as somebody else than root when we are root (containers, CI): in a user namespace, or, where the kernel
 * gives none, as the user nobody.
 */
final class NotRoot {
    private static final List<String> NAMESPACE = List.of("unshare", "-U");
    private static final List<String> NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    private NotRoot() {}

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The words to put before the command; none for ordinary users. */
    static List<String> prefix() {
        if (!isRoot()) {
            return List.of();
        }
        return namespaces() ? NAMESPACE : NOBODY;
    }

    static boolean namespaces() {
        return Namespaces.WORK;
    }

    /**
     * Where a program keeps its files: in the home of the stack. Nobody cannot go through folders of root, so without
     * namespaces it has a folder of its own.
     */
    static Path folder(Path home) throws IOException {
        if (!isRoot() || namespaces()) {
            return home;
        }
        String name = Digests.sha256Hex(home.toString()).substring(0, 12);
        Path folder = Files.createDirectories(Path.of("/var/lib/ferrumdeck", name));
        Files.setPosixFilePermissions(folder.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        own(folder);
        return folder;
    }

    /** Gives a folder to the user the program will run as. Needed only without namespaces. */
    static void own(Path folder) throws IOException {
        if (isRoot() && !namespaces()) {
            Files.setAttribute(folder, "unix:uid", 65534);
            Files.setAttribute(folder, "unix:gid", 65534);
        }
    }

    private static final class Namespaces {
        static final boolean WORK = probe();

        private static boolean probe() {
            try {
                Process process = new ProcessBuilder("unshare", "-U", "true")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
