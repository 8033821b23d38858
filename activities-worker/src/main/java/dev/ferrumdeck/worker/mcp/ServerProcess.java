package dev.ferrumdeck.worker.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's process with all that it starts: a session of its own, so that its whole group can be ended. It sees what its
 * configuration gives it and the few variables that programs cannot do without, nothing else of ours.
 */
final class ServerProcess {
    private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LOGNAME", "SHELL", "TERM", "USER");
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final long POLITE_MILLIS = 2_000;
    private static final int LONGEST_LINE = 64 * 1024 * 1024 + 1;

    private final Process process;
    private final boolean ownGroup;

    private ServerProcess(Process process, boolean ownGroup) {
        this.process = process;
        this.ownGroup = ownGroup;
    }

    /** @throws IOException when there is no such program, or it cannot be run */
    static ServerProcess start(ServerConfig config) throws IOException {
        boolean ownGroup = Files.isExecutable(SETSID);
        List<String> command = new ArrayList<>();
        if (ownGroup) {
            requireProgram(String.valueOf(config.command()));
            command.add(SETSID.toString());
        }
        command.add(String.valueOf(config.command()));
        command.addAll(config.args());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment(config));
        return new ServerProcess(builder.start(), ownGroup);
    }

    private static Map<String, String> environment(ServerConfig config) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String name : INHERITED) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.putAll(config.env());
        return environment;
    }

    /** Says so itself when there is no such program: {@code setsid} would start, and only then fail. */
    private static void requireProgram(String command) throws IOException {
        if (command.contains("/")) {
            if (!Files.isExecutable(Path.of(command))) {
                throw new IOException("there is no program " + command);
            }
            return;
        }
        for (String folder : String.valueOf(System.getenv("PATH")).split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, command))) {
                return;
            }
        }
        throw new IOException("there is no program " + command + " on PATH");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    OutputStream input() {
        return process.getOutputStream();
    }

    InputStream output() {
        return process.getInputStream();
    }

    InputStream errors() {
        return process.getErrorStream();
    }

    /** Work of a thread of this process. */
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    void thread(String what, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "mcp-" + what + "-" + process.pid());
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads lines on a thread of their own; a line longer than can be kept comes in cut. */
    void read(InputStream stream, Consumer<String> onLine) {
        thread("read", () -> {
            try (InputStream in = new BufferedInputStream(stream, 64 * 1024)) {
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                for (int b = in.read(); b >= 0; b = in.read()) {
                    if (b == '\n') {
                        onLine.accept(line.toString(UTF_8));
                        line = new ByteArrayOutputStream();
                    } else if (line.size() < LONGEST_LINE) {
                        line.write(b);
                    }
                }
                if (line.size() > 0) {
                    onLine.accept(line.toString(UTF_8));
                }
            } catch (IOException e) {
                log.debug("a stream of process {} ended: {}", process.pid(), e.getMessage());
            }
        });
    }

    void onExit(IntConsumer told) {
        var unused = process.onExit().thenAccept(ended -> {
            signal("KILL"); // what it started and left behind
            told.accept(ended.exitValue());
        });
    }

    /** Ends it and all that it started: its input is closed, then TERM, then KILL. */
    void end() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            log.debug("closing the input of process {}: {}", process.pid(), e.getMessage());
        }
        signal("TERM");
        try {
            if (!process.waitFor(POLITE_MILLIS, TimeUnit.MILLISECONDS)) {
                signal("KILL");
            }
        } catch (InterruptedException e) {
            signal("KILL");
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String name) {
        if (!ownGroup) {
            boolean kill = name.equals("KILL");
            process.descendants().forEach(child -> {
                var unused = kill ? child.destroyForcibly() : child.destroy();
            });
            if (kill) {
                process.destroyForcibly();
            } else {
                process.destroy();
            }
            return;
        }
        try {
            // a process cannot signal a group through Java's own means
            new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " -" + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(POLITE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
