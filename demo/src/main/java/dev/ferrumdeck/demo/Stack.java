package dev.ferrumdeck.demo;

import dev.ferrumdeck.cli.client.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The local stack, as its launcher and its record {@code stack.json} show it. */
final class Stack {
    private static final String LEASE = "3s";
    private static final String LEASE_AS_RECORDED = "PT3S";

    private final Path root;
    private final Path home;
    private final boolean ofItsOwn;

    Stack(Path root, Path home) {
        this(root, home, false);
    }

    private Stack(Path root, Path home, boolean ofItsOwn) {
        this.root = root;
        this.home = home;
        this.ofItsOwn = ofItsOwn;
    }

    /**
     * The stack to show things on: this one, unless somebody works with it. Theirs keeps its leases and tool servers; the
     * demonstration then has one of its own beside it, which ends with it.
     */
    Stack forDemo() {
        return isUp() && !isReady() ? new Stack(root, home.resolve("demo-stack"), true) : this;
    }

    /** Whether it ends with the demonstration. */
    boolean isOfItsOwn() {
        return ofItsOwn;
    }

    /** How a person reaches it. */
    String launcher() {
        return ofItsOwn ? "FERRUMDECK_HOME=" + home + " ./ferrumdeck" : "./ferrumdeck";
    }

    /** The stack of the checkout that the launcher says, or that is above the working folder. */
    static Stack find() {
        String given = System.getenv("FERRUMDECK_ROOT");
        Path root = given == null ? checkout(Path.of("").toAbsolutePath()) : Path.of(given);
        String home = System.getenv("FERRUMDECK_HOME");
        return new Stack(root, home == null || home.isBlank() ? root.resolve(".ferrumdeck") : Path.of(home));
    }

    private static Path checkout(Path from) {
        for (Path here = from; here != null; here = here.getParent()) {
            if (Files.exists(here.resolve("ferrumdeck")) && Files.exists(here.resolve("pom.xml"))) {
                return here;
            }
        }
        throw new DemoFailed("no FerrumDeck checkout here; run ./ferrumdeck demo in one");
    }

    Path root() {
        return root;
    }

    Path home() {
        return home;
    }

    Path mcpConfig() {
        return home.resolve("mcp.json");
    }

    /** Whether it is up with the short leases that make a killed worker noticed at once. */
    boolean isReady() {
        JsonNode state = state();
        return state.path("phase").asString("").equals("ready")
                && state.path("lease").asString("").equals(LEASE_AS_RECORDED)
                && isUp();
    }

    /** Whether a supervisor holds it, however it was started. */
    boolean isUp() {
        return ProcessHandle.of(state().at("/supervisor/pid").asLong(0))
                .filter(ProcessHandle::isAlive)
                .isPresent();
    }

    void up() {
        launcher("up", "--lease", LEASE);
    }

    void down() {
        launcher("down", "--wipe");
    }

    void restartWorker() {
        launcher("restart", "worker");
    }

    String gateway() {
        return state().at("/gateway/url").asString("");
    }

    String database() {
        return state().at("/postgres/url").asString("");
    }

    String adminKey() {
        try {
            return Files.readString(home.resolve("admin.key")).strip();
        } catch (IOException e) {
            throw new DemoFailed("there is no admin key in " + home + "; start the stack with ./ferrumdeck up");
        }
    }

    /** Process ids of the workers of now. */
    List<Long> workers() {
        return state().path("workers")
                .valueStream()
                .map(it -> it.path("pid").asLong(0))
                .filter(it -> it > 0)
                .toList();
    }

    private JsonNode state() {
        Path file = home.resolve("stack.json");
        try {
            return Files.exists(file) ? Json.tree(Files.readString(file)) : Json.object();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JacksonException e) {
            return Json.object();
        }
    }

    private void launcher(String... words) {
        List<String> command =
                new ArrayList<>(List.of(root.resolve("ferrumdeck").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("FERRUMDECK_HOME", home.toString());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            if (process.waitFor() != 0) {
                throw new DemoFailed("./ferrumdeck " + String.join(" ", words) + " failed; its words are above");
            }
        } catch (IOException e) {
            throw new DemoFailed("cannot run " + command.get(0) + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailed("interrupted");
        }
    }
}
