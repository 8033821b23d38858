package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
