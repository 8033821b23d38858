package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Says how this stack's gateways and workers run. */
final class Apps {
    /** Both compilers: they cost a second at the start, and a third of the processor time of each step without them. */
    private static final List<String> GATEWAY_JVM = List.of("-Xms192m", "-Xmx768m", "-Xss512k");

    private static final List<String> WORKER_JVM = List.of("-Xms64m", "-Xmx384m", "-Xss512k");

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

    /** The newest build of a module; the one before it while a build is under way. */
    private AppSpec.Build build(String module, String log) throws IOException {
        BootJar first = prepare(module, log);
        BootJar[] newest = {first};
        return () -> {
            try {
                newest[0] = prepare(module, log);
            } catch (IOException | StackFailure e) {
                return newest[0];
            }
            return newest[0];
        };
    }

    private BootJar prepare(String module, String log) throws IOException {
        BootJar jar = BootJar.prepare(layout.appJar(module), layout.cache(), layout.log(log));
        with = with.withBuild(module, jar.build());
        return jar;
    }

    AppSpec gateway(String name, StackUrls urls, Map<String, String> more) throws IOException {
        int port = ports.choose(name, name.equals("gateway") ? LocalStack.GATEWAY_PORT : ports.free());
        String url = "http://127.0.0.1:" + port;
        Map<String, String> env = gatewayEnv(port, urls);
        env.putAll(more);
        var run = new AppSpec.Run(
                jvm(GATEWAY_JVM),
                options.env(),
                ChildEnv.GATEWAY,
                env,
                Optional.of(url),
                () -> Health.http(url + "/health/ready"));
        return new AppSpec(name, "Gateway", build("api-gateway", "gateway"), run);
    }

    private List<String> jvm(List<String> options) {
        List<String> all = new ArrayList<>(options);
        all.add("-Djava.io.tmpdir=" + layout.tmp());
        return all;
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
        unlessGiven(env, "FERRUMDECK_APPROVALS_TRUST_TEMPORAL_SIGNALS", "true");
        unlessGiven(env, "FERRUMDECK_APPROVALS_REQUESTER_MAY_DECIDE", "true");
        lease().ifPresent(ttl -> {
            env.put("FERRUMDECK_LEASE_TTL", seconds(ttl));
            env.put("FERRUMDECK_LEASE_RENEW", seconds(ttl.dividedBy(3)));
        });
        env.putAll(options.gatewayEnv());
        return env;
    }

    AppSpec worker(String name, StackUrls urls, Map<String, String> more) throws IOException {
        int port = ports.free();
        String url = "http://127.0.0.1:" + port;
        Map<String, String> env = workerEnv(name, urls, port);
        env.putAll(more);
        var run = new AppSpec.Run(
                jvm(WORKER_JVM),
                options.env(),
                ChildEnv.WORKER,
                env,
                Optional.of(url),
                () -> Health.http(url + "/health"));
        return new AppSpec(name, "Worker", build("activities-worker", "worker"), run);
    }

    Map<String, String> workerEnv(String name, StackUrls urls, int healthPort) throws IOException {
        Map<String, String> env = new HashMap<>();
        env.put("REDIS_URL", urls.redis());
        env.put("FERRUMDECK_SERVER", urls.gateway());
        env.put("FERRUMDECK_WORKER_HEALTH_PORT", Integer.toString(healthPort));
        env.put("FERRUMDECK_API_KEY_FILE", layout.workerKey().toString());
        unlessGiven(env, "FERRUMDECK_WORKER_POOL", name.equals("worker") ? "java" : name);
        unlessGiven(env, "FERRUMDECK_MCP_CONFIG", mcpConfig());
        if (Files.isDirectory(layout.scenarios())) {
            unlessGiven(env, "FERRUMDECK_SCRIPTED_DIR", layout.scenarios().toString());
        }
        lease().ifPresent(ttl ->
                env.put("FERRUMDECK_WORKER_FENCE", seconds(ttl.multipliedBy(5).dividedBy(6))));
        env.putAll(options.workerEnv());
        return env;
    }

    /** What a person has set for gateways and workers stands; ours is for those who have said nothing. */
    private void unlessGiven(Map<String, String> env, String name, String ours) {
        env.put(name, options.setting(name).orElse(ours));
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
