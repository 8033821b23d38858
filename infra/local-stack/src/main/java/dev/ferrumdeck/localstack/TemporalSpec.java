package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real Temporal server with its web UI and its state in a SQLite file. */
final class TemporalSpec implements PartSpec {
    private static final List<String> SEARCH_ATTRIBUTES =
            List.of("FdTenant", "FdProject", "FdAgent", "FdStatus", "FdWaiting");

    private final Layout layout;
    private final Path program;
    private final Listen listen;

    /** The ports: gRPC, HTTP API (only for health), web UI, metrics. */
    record Listen(int grpc, int http, int ui, int metrics) {}

    TemporalSpec(Layout layout, Path program, Listen listen) {
        this.layout = layout;
        this.program = program;
        this.listen = listen;
    }

    @Override
    public String name() {
        return "temporal";
    }

    @Override
    public String title() {
        return "Temporal";
    }

    @Override
    public String version() {
        return Health.get("http://127.0.0.1:" + listen.http() + "/api/v1/system-info")
                .map(info -> info.replaceFirst("(?s).*\"serverVersion\":\"([^\"]*)\".*", "$1"))
                .orElse("");
    }

    @Override
    public String address() {
        return "127.0.0.1:" + listen.grpc();
    }

    String uiUrl() {
        return "http://127.0.0.1:" + listen.ui();
    }

    String metricsUrl() {
        return "http://127.0.0.1:" + listen.metrics() + "/metrics";
    }

    @Override
    public ProcessBuilder command() throws IOException {
        Path data = layout.home().resolve("temporal");
        Files.createDirectories(data);
        List<String> words = new ArrayList<>(List.of(program.toString(), "server", "start-dev"));
        words.addAll(List.of("--ip", "127.0.0.1", "--port", Integer.toString(listen.grpc())));
        words.addAll(List.of("--http-port", Integer.toString(listen.http())));
        words.addAll(List.of("--ui-port", Integer.toString(listen.ui())));
        words.addAll(List.of("--metrics-port", Integer.toString(listen.metrics())));
        words.addAll(List.of("--db-filename", data.resolve("temporal.db").toString()));
        words.addAll(List.of("--ui-disable-news-fetch", "--log-level", "warn", "--log-format", "json"));
        words.addAll(List.of("--dynamic-config-value", "frontend.WorkflowPauseEnabled=true"));
        for (String attribute : SEARCH_ATTRIBUTES) {
            words.addAll(List.of("--search-attribute", attribute + "=Keyword"));
        }
        ProcessBuilder builder = new ProcessBuilder(words);
        ChildEnv.apply(builder, System.getenv(), ChildEnv.NONE, Map.of());
        return builder;
    }

    @Override
    public boolean ready() {
        return Health.http("http://127.0.0.1:" + listen.http() + "/api/v1/namespaces/default");
    }

    @Override
    public String remedy() {
        return "./ferrumdeck doctor; `down --wipe` clears a broken state file; or set TEMPORAL_ADDRESS to a server of your own";
    }
}
