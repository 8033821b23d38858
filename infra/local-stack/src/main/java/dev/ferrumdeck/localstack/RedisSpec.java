package dev.ferrumdeck.localstack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import redis.embedded.core.ExecutableProvider;

/** Redis without persistence: it is a doorbell that may forget everything. */
final class RedisSpec implements PartSpec {
    private final Layout layout;
    private final int port;

    RedisSpec(Layout layout, int port) {
        this.layout = layout;
        this.port = port;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public String title() {
        return "Redis";
    }

    @Override
    public String version() {
        return Health.redisVersion("127.0.0.1", port);
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    String redisUrl() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public ProcessBuilder command() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                program().toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--protected-mode",
                "yes",
                "--save",
                "",
                "--appendonly",
                "no",
                "--daemonize",
                "no",
                "--dir",
                layout.home().toString()));
        ChildEnv.apply(builder, System.getenv(), ChildEnv.NONE, Map.of());
        return builder;
    }

    @Override
    public boolean ready() {
        return Health.redis("127.0.0.1", port);
    }

    @Override
    public String remedy() {
        return "./ferrumdeck doctor; or set REDIS_URL to a Redis 6.2 or newer of your own";
    }

    private Path program() throws IOException {
        Path target = layout.cache().resolve("redis-server");
        if (!Files.exists(target)) {
            File unpacked = ExecutableProvider.newJarResourceProvider().get();
            Path fresh = Files.createTempFile(layout.cache(), ".redis", "");
            Files.copy(unpacked.toPath(), fresh, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(fresh, target, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        }
        return target;
    }
}
