package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Says how this stack's gateways and workers run. */
final class Apps {
    /** The quick compiler only: it halves the time to start. FERRUMDECK_JAVA_OPTS=-XX:TieredStopAtLevel=4 undoes it. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    private static final List<String> GATEWAY_JVM = List.of(QUICK, "-Xms96m", "-Xmx384m", "-Xss512k");
    private static final List<String> WORKER_JVM = List.of(QUICK, "-Xms48m", "-Xmx256m", "-Xss512k");

    private final Layout layout;
    private final Options options;
    private final Ports ports;
    private volatile StartedWith with;

    Apps(Layout layout, Options options, Ports ports) {
        this.layout = layout;
        this.options = options;
        this.ports = ports;
        this.with = new StartedWith(
                "ferrumdeck-" + UUID.randomUUID(),
                options.lease() == null ? "" : options.lease().toString(),
                ChildEnv.digests(options.env()),
                Map.of());
    }

    StartedWith startedWith() {
        return with;
    }

    BootJar gatewayJar() throws IOException {
        return BootJar.prepare(layout.appJar("api-gateway"), layout.cache(), layout.log("gateway"));
    }

    BootJar workerJar() throws IOException {
        return BootJar.prepare(layout.appJar("activities-worker"), layout.cache(), layout.log("worker"));
    }

    AppSpec gateway(String name, BootJar jar, StackUrls urls, Map<String, String> more) {
        int port = ports.choose(name, name.equals("gateway") ? LocalStack.GATEWAY_PORT : ports.free());
        String url = "http://127.0.0.1:" + port;
        Map<String, String> env = gatewayEnv(port, urls);
        env.putAll(more);
        var run = new AppSpec.Run(
                GATEWAY_JVM,
                options.env(),
                ChildEnv.GATEWAY,
                env,
                Optional.of(url),
                () -> Health.http(url + "/health/ready"));
        return new AppSpec(name, "Gateway", jar, run);
    }

    Map<String, String> gatewayEnv(int port, StackUrls urls) {
        Map<String, String> env = new HashMap<>();
        env.put("SERVER_PORT", Integer.toString(port));
        env.put("SERVER_ADDRESS", "127.0.0.1");
        env.put("SERVER_SERVER_HEADER", with.identity());
        env.put("DATABASE_URL", urls.postgres());
        env.put("REDIS_URL", urls.redis());
        env.put("TEMPORAL_ADDRESS", urls.temporal());
        if (!urls.temporalUi().isEmpty()) {
            env.put("TEMPORAL_UI_URL", urls.temporalUi());
        }
        env.put("FERRUMDECK_DATA_DIR", layout.home().toString());
        env.put("FERRUMDECK_BOOTSTRAP_DIR", layout.home().toString());
        env.put("FERRUMDECK_APPROVALS_TRUST_TEMPORAL_SIGNALS", "true");
        env.put("FERRUMDECK_APPROVALS_REQUESTER_MAY_DECIDE", "true");
        lease().ifPresent(ttl -> {
            env.put("FERRUMDECK_LEASE_TTL", seconds(ttl));
            env.put("FERRUMDECK_LEASE_RENEW", seconds(ttl.dividedBy(3)));
        });
        env.putAll(options.gatewayEnv());
        return env;
    }

    AppSpec worker(String name, BootJar jar, StackUrls urls, Map<String, String> more) throws IOException {
        Map<String, String> env = workerEnv(name, urls);
        env.putAll(more);
        var run = new AppSpec.Run(
                WORKER_JVM, options.env(), ChildEnv.WORKER, env, Optional.empty(), new Started(layout.log(name)));
        return new AppSpec(name, "Worker", jar, run);
    }

    Map<String, String> workerEnv(String name, StackUrls urls) throws IOException {
        Map<String, String> env = new HashMap<>();
        env.put("REDIS_URL", urls.redis());
        env.put("FERRUMDECK_SERVER", urls.gateway());
        env.put("FERRUMDECK_API_KEY_FILE", layout.workerKey().toString());
        env.put("FERRUMDECK_WORKER_POOL", name.equals("worker") ? "java" : name);
        env.put("FERRUMDECK_MCP_CONFIG", mcpConfig());
        if (Files.isDirectory(layout.scenarios())) {
            env.put("FERRUMDECK_SCRIPTED_DIR", layout.scenarios().toString());
        }
        lease().ifPresent(ttl ->
                env.put("FERRUMDECK_WORKER_FENCE", seconds(ttl.multipliedBy(5).dividedBy(6))));
        env.putAll(options.workerEnv());
        return env;
    }

    /** A worker serves nothing; Spring Boot's line says that it has begun to read its queues. */
    private static final class Started implements AppSpec.Health {
        private final LogSign sign;

        Started(Path log) {
            this.sign = new LogSign(log, "Started WorkerApplication");
        }

        @Override
        public void starting() throws IOException {
            sign.forget();
        }

        @Override
        public boolean good() {
            return sign.seen();
        }
    }

    private Optional<Duration> lease() {
        return Optional.ofNullable(options.lease());
    }

    private String mcpConfig() throws IOException {
        if (!Files.exists(layout.mcpConfig())) {
            Layout.writePrivate(layout.mcpConfig(), "{\"mcpServers\": {}}\n");
        }
        return layout.mcpConfig().toString();
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() + "ms";
    }
}
