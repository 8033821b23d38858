package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Where each setting comes from: the command line, the environment, the {@code .ferrumdeck} folder of the project, or a
 * default; the first that has it wins.
 */
final class Settings {
    static final String DEFAULT_SERVER = "http://127.0.0.1:8080";

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

    Value server() {
        if (serverOption != null) {
            return new Value("server", serverOption, "--server", false);
        }
        String given = env.getOrDefault("FERRUMDECK_SERVER", "").strip();
        if (!given.isEmpty()) {
            return new Value("server", given, "FERRUMDECK_SERVER", false);
        }
        Optional<Path> state = home().map(it -> it.resolve("stack.json")).filter(Files::exists);
        String local = state.map(Settings::gatewayOf).orElse("");
        return local.isEmpty()
                ? new Value("server", DEFAULT_SERVER, "default", false)
                : new Value("server", local, state.map(Path::toString).orElse(""), false);
    }

    Value apiKey() {
        if (keyFileOption != null) {
            return new Value("api_key", read(keyFileOption), "--api-key-file", true);
        }
        String given = env.getOrDefault("FERRUMDECK_API_KEY", "").strip();
        if (!given.isEmpty()) {
            return new Value("api_key", given, "FERRUMDECK_API_KEY", true);
        }
        Optional<Path> file = home().map(it -> it.resolve("admin.key")).filter(Files::isReadable);
        return file.map(it -> new Value("api_key", read(it), it.toString(), true))
                .orElse(new Value("api_key", "", "not set", true));
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

    private static String gatewayOf(Path state) {
        try {
            return Json.tree(Files.readString(state)).at("/gateway/url").asString("");
        } catch (IOException | JacksonException e) {
            return "";
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw UserError.usage("cannot read the API key file " + file + ": " + e.getMessage());
        }
    }
}
