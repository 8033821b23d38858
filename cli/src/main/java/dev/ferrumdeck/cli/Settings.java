package dev.ferrumdeck.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where each setting comes from: the command line, the environment, or the {@code .ferrumdeck} folder of the project; the
 * first that has it wins.
 */
final class Settings {
    private final Map<String, String> env;
    private final Path workingFolder;
    private final @Nullable String serverOption;
    private final @Nullable Path keyFileOption;

    Settings(Map<String, String> env, Path workingFolder, @Nullable String serverOption, @Nullable Path keyFileOption) {
        this.env = Map.copyOf(env);
        this.workingFolder = workingFolder;
        this.serverOption = serverOption;
        this.keyFileOption = keyFileOption;
    }

    /**
     * A setting and where it is from.
     *
     * @param value empty when nothing sets it
     */
    record Value(String name, String value, String source, boolean secret) {
        String shown() {
            if (!secret || value.isEmpty()) {
                return value;
            }
            int end = value.lastIndexOf('_');
            return (end < 0 ? "" : value.substring(0, end + 1)) + "********";
        }
    }

    /** Empty when none is named and no stack is up here: then nothing is sent to anybody. */
    Value server() {
        if (serverOption != null) {
            return new Value("server", serverOption, "--server", false);
        }
        String given = env.getOrDefault("FERRUMDECK_SERVER", "").strip();
        if (!given.isEmpty()) {
            return new Value("server", given, "FERRUMDECK_SERVER", false);
        }
        Optional<LocalRecord> stack = stack();
        return new Value(
                "server",
                stack.map(LocalRecord::gateway).orElse(""),
                stack.map(it -> it.file().toString()).orElse("no stack is up here"),
                false);
    }

    /**
     * The key for that server. The keys of a local stack are for that stack only, and the key that came together with
     * FERRUMDECK_SERVER for that server only.
     */
    Value apiKey() {
        if (keyFileOption != null) {
            return new Value("api_key", read(keyFileOption), "--api-key-file", true);
        }
        String server = address(server().value());
        String given = env.getOrDefault("FERRUMDECK_API_KEY", "").strip();
        if (!given.isEmpty()) {
            String its = env.getOrDefault("FERRUMDECK_SERVER", "").strip();
            return its.isEmpty() || address(its).equals(server)
                    ? new Value("api_key", given, "FERRUMDECK_API_KEY", true)
                    : new Value("api_key", "", "not sent: FERRUMDECK_API_KEY is for " + its, true);
        }
        Optional<Path> file = home().map(it -> it.resolve("admin.key")).filter(Files::isReadable);
        if (file.isEmpty()) {
            return new Value("api_key", "", "not set", true);
        }
        return isStack(server)
                ? new Value("api_key", read(file.get()), file.get().toString(), true)
                : new Value("api_key", "", "not sent: " + file.get() + " is for the stack of its folder", true);
    }

    /** What the server says of itself, when it is that of the stack here. */
    Optional<String> identity() {
        return isStack(address(server().value())) ? stack().map(LocalRecord::identity) : Optional.empty();
    }

    private boolean isStack(String server) {
        return stack().filter(it -> address(it.gateway()).equals(server)).isPresent();
    }

    /** One form for the addresses that people write in several. */
    private static String address(String url) {
        return url.strip().replaceFirst("/+$", "").replaceFirst("://localhost\\b", "://127.0.0.1");
    }

    private Optional<LocalRecord> stack() {
        return home().map(it -> it.resolve("stack.json")).flatMap(LocalRecord::read);
    }

    List<Value> all() {
        List<Value> values = new ArrayList<>(List.of(server(), apiKey()));
        values.add(new Value("home", home().map(Path::toString).orElse(""), homeSource(), false));
        values.add(
                new Value("worker_jar", env.getOrDefault("FERRUMDECK_WORKER_JAR", ""), "FERRUMDECK_WORKER_JAR", false));
        values.add(new Value("no_color", env.getOrDefault("NO_COLOR", ""), "NO_COLOR", false));
        return values;
    }

    /** The folder of the local stack that this call is about, if there is one. */
    Optional<Path> home() {
        String given = env.getOrDefault("FERRUMDECK_HOME", "").strip();
        if (!given.isEmpty()) {
            return Optional.of(Path.of(given));
        }
        String root = env.getOrDefault("FERRUMDECK_ROOT", "").strip();
        if (!root.isEmpty()) {
            return Optional.of(Path.of(root, ".ferrumdeck"));
        }
        return above(".ferrumdeck");
    }

    /** The nearest folder, from the working folder upwards, that has such an entry; the entry itself. */
    Optional<Path> above(String entry) {
        for (Path here = workingFolder.toAbsolutePath(); here != null; here = here.getParent()) {
            if (Files.exists(here.resolve(entry))) {
                return Optional.of(here.resolve(entry));
            }
        }
        return Optional.empty();
    }

    Optional<String> env(String name) {
        return Optional.ofNullable(env.get(name)).map(String::strip).filter(it -> !it.isEmpty());
    }

    private String homeSource() {
        if (env("FERRUMDECK_HOME").isPresent()) {
            return "FERRUMDECK_HOME";
        }
        return env("FERRUMDECK_ROOT").isPresent() ? "FERRUMDECK_ROOT" : "working folder";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw UserError.usage("cannot read the API key file " + file + ": " + Failures.why(e));
        }
    }
}
