package dev.ferrumdeck.localstack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a stack shall be.
 *
 * @param root the checkout
 * @param home folder of its data, keys, logs and state
 * @param anyPorts any free ports instead of the well-known ones (tests)
 * @param lease how long a worker may hold an attempt without a sign of life; null: the gateway's default
 * @param only the parts to start ({@code postgres, redis, temporal, gateway, worker})
 * @param env the environment to read settings from and to pass on
 * @param gatewayEnv more environment for gateways
 * @param workerEnv more environment for workers
 * @param progress hears what happens
 */
public record Options(
        Path root,
        Path home,
        boolean anyPorts,
        @Nullable Duration lease,
        Set<String> only,
        Map<String, String> env,
        Map<String, String> gatewayEnv,
        Map<String, String> workerEnv,
        Progress progress) {

    public static final Set<String> ALL_PARTS = Set.of("postgres", "redis", "temporal", "gateway", "worker");

    public Options {
        only = Set.copyOf(only);
        env = Map.copyOf(env);
        gatewayEnv = Map.copyOf(gatewayEnv);
        workerEnv = Map.copyOf(workerEnv);
    }

    /** Everything, on the well-known ports, with this process's environment. */
    public static Options in(Path root, Path home) {
        return new Options(root, home, false, null, ALL_PARTS, System.getenv(), Map.of(), Map.of(), Progress.silent());
    }

    /** For a test: the checkout above the working folder, its own home, any free ports, no outside services. */
    public static Options forTest(Path home) {
        Map<String, String> env = new HashMap<>(System.getenv());
        env.keySet().removeAll(Set.of("DATABASE_URL", "REDIS_URL", "TEMPORAL_ADDRESS", "TEMPORAL_API_KEY"));
        return new Options(
                Layout.findRoot(Path.of("")), home, true, null, ALL_PARTS, env, Map.of(), Map.of(), Progress.silent());
    }

    public Options withLease(Duration value) {
        return new Options(root, home, anyPorts, value, only, env, gatewayEnv, workerEnv, progress);
    }

    public Options withOnly(Set<String> parts) {
        return new Options(root, home, anyPorts, lease, parts, env, gatewayEnv, workerEnv, progress);
    }

    public Options withGatewayEnv(Map<String, String> more) {
        return new Options(root, home, anyPorts, lease, only, env, more, workerEnv, progress);
    }

    public Options withWorkerEnv(Map<String, String> more) {
        return new Options(root, home, anyPorts, lease, only, env, gatewayEnv, more, progress);
    }

    public Options withProgress(Progress listener) {
        return new Options(root, home, anyPorts, lease, only, env, gatewayEnv, workerEnv, listener);
    }

    Optional<String> setting(String name) {
        return Optional.ofNullable(env.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    boolean has(String part) {
        return only.contains(part);
    }
}
