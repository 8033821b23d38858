package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who listens on a port, as Linux tells it. Two stacks that start side by side may want the same port, and then the one
 * that has it would answer for the other.
 */
final class Listening {
    private static final String LISTEN = "0A";

    private Listening() {}

    /** Whether the process or one that it has started listens on the port; also true where nobody can tell. */
    static boolean by(ProcessHandle process, int port) {
        try {
            Set<String> sockets = sockets(port);
            if (holds(process, sockets)) {
                return true;
            }
            return process.descendants().anyMatch(child -> holds(child, sockets));
        } catch (IOException e) {
            return true; // no Linux, or no /proc
        }
    }

    private static boolean holds(ProcessHandle process, Set<String> sockets) {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return open.anyMatch(file -> sockets.contains(target(file)));
        } catch (java.nio.file.AccessDeniedException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    private static Set<String> sockets(int port) throws IOException {
        Set<String> sockets = new HashSet<>();
        String suffix = String.format(java.util.Locale.ROOT, ":%04X", port);
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            if (table.endsWith("6") && !Files.exists(Path.of(table))) {
                continue;
            }
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTEN)) {
                    sockets.add("socket:[" + fields[9] + "]");
                }
            }
        }
        return sockets;
    }
}
