package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process that cannot be mistaken for another: its pid and its birth. The birth is the kernel's start tick with the
 * boot id where /proc has them (wall clock times move), else the start time. Pids are reused; pairs are not.
 */
record ProcessId(long pid, String birth) {

    static Optional<ProcessId> of(long pid) {
        return birthOf(pid).map(birth -> new ProcessId(pid, birth));
    }

    static ProcessId of(Process process) {
        return of(process.pid()).orElseGet(() -> new ProcessId(process.pid(), "gone"));
    }

    boolean alive() {
        return birthOf(pid).filter(birth::equals).isPresent();
    }

    /** Sends a signal (by name, without SIG) if it is still the same process. */
    void signal(String name) {
        if (alive()) {
            Signals.send(name, pid);
        }
    }

    /** Asks it to end, waits, and kills it with all it has started when it has not. */
    void end(Duration grace) {
        if (!alive()) {
            return;
        }
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        signal("CONT");
        signal("TERM");
        if (!awaitEnd(grace)) {
            handle.ifPresent(Signals::killTree);
            awaitEnd(Duration.ofSeconds(5));
        }
    }

    boolean awaitEnd(Duration atMost) {
        return Waiting.until(atMost, () -> !alive());
    }

    private static Optional<String> birthOf(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (Files.isDirectory(Path.of("/proc/self"))) {
            return fromProc(stat);
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant().map(start -> Long.toString(start.toEpochMilli())));
    }

    private static Optional<String> fromProc(Path stat) {
        try {
            String line = Files.readString(stat);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            boolean dead = fields[0].equals("Z") || fields[0].equals("X");
            return dead ? Optional.empty() : Optional.of(Boot.ID + ":" + fields[19]);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static final class Boot {
        static final String ID = read();

        private static String read() {
            try {
                return Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                        .substring(0, 8);
            } catch (IOException e) {
                return "boot";
            }
        }
    }

    /** Signals beyond those that Java knows, and whole process trees. */
    static final class Signals {
        private Signals() {}

        static void send(String name, long pid) {
            try {
                new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid + " 2>/dev/null")
                        .start()
                        .waitFor(5, TimeUnit.SECONDS);
            } catch (IOException e) {
                throw StackFailure.of(
                        "cannot send " + name + " to process " + pid + ": " + e.getMessage(), "see doctor");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        static void sendTree(String name, ProcessHandle root) {
            send(name, root.pid());
            root.descendants().forEach(child -> send(name, child.pid()));
        }

        static void killTree(ProcessHandle root) {
            var children = root.descendants().toList();
            root.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
