package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gateway or a worker: one of our own Spring Boot applications. */
final class AppSpec implements PartSpec {
    private final String name;
    private final String title;
    private final Build build;
    private volatile BootJar jar;
    private final Run run;
    private volatile Path newArchive;

    /**
     * How this one runs: JVM options, its environment (own values, and the prefixes of what is passed on from ours), its
     * base URL if it serves, and one look at its health.
     */
    record Run(
            List<String> jvm,
            Map<String, String> from,
            List<String> prefixes,
            Map<String, String> own,
            Optional<String> url,
            Health healthy) {}

    /** Where the program comes from: asked at each start, so that a start takes what was built since the last one. */
    interface Build {
        BootJar newest();
    }

    /** Whether a running application is of use; a single look. */
    interface Health {
        boolean good();
    }

    AppSpec(String name, String title, Build build, Run run) {
        this.name = name;
        this.title = title;
        this.build = build;
        this.jar = build.newest();
        this.run = run;
        this.newArchive = jar.newArchive();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String address() {
        return run.url().map(url -> url.substring("http://".length())).orElse("");
    }

    @Override
    public Optional<String> url() {
        return run.url();
    }

    @Override
    public ProcessBuilder command() throws IOException {
        List<String> options = new ArrayList<>(run.jvm());
        String more = run.from().getOrDefault("FERRUMDECK_JAVA_OPTS", "").strip();
        if (!more.isEmpty()) {
            options.addAll(List.of(more.split("\\s+")));
        }
        jar = build.newest();
        newArchive = jar.newArchive();
        ProcessBuilder builder = new ProcessBuilder(jar.command(options, newArchive));
        ChildEnv.apply(builder, run.from(), run.prefixes(), run.own());
        return builder;
    }

    @Override
    public boolean ready() {
        return run.healthy().good();
    }

    @Override
    public Duration patience() {
        return Duration.ofMinutes(4);
    }

    /** The end of the first run takes longer: it writes the class archive. */
    @Override
    public Duration grace() {
        return jar.hasArchive() ? Duration.ofSeconds(20) : Duration.ofSeconds(90);
    }

    @Override
    public void ended(int exitCode) {
        jar.adopt(newArchive, exitCode);
    }

    @Override
    public String remedy() {
        return "read the log above; ./ferrumdeck doctor checks this machine; then ./ferrumdeck down && ./ferrumdeck up";
    }
}
