package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.FakeServer;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command line as a person would, against a server that answers what a test says. */
abstract class CommandLineTest {
    final FakeServer server = new FakeServer();

    @TempDir
    Path folder = Path.of("");

    final Map<String, String> env = new HashMap<>(
            Map.of("FERRUMDECK_SERVER", server.uri().toString(), "FERRUMDECK_API_KEY", "fd_live_id_secret"));

    /** What a call came to. */
    record Call(int exitCode, String out, String err) {}

    @AfterEach
    void stop() {
        server.close();
    }

    Call call(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(env, folder, server.retries(), new Streams(out, err), arguments);
        return new Call(exitCode, out.toString(), err.toString());
    }
}
