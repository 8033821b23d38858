package dev.ferrumdeck.demo;

import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.demo.tools.ToolServer;
import dev.ferrumdeck.localstack.OwnJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The worker's file of MCP servers: adds those of the demonstration and leaves all others as they are. */
final class McpConfig {
    private static final int SLOW_REFUND_MS = 4_000;

    private McpConfig() {}

    /** @return whether something changed, so that workers must read it again */
    static boolean write(Path file, Path demoHome, Path root) {
        try {
            String classPath = OwnJars.classPath(root);
            ObjectNode config = Files.exists(file) ? (ObjectNode) Json.tree(Files.readString(file)) : Json.object();
            String before = config.toString();
            ObjectNode servers = config.withObject("/mcpServers");
            ToolServer.NAMES.forEach(name -> servers.set(name, server(name, demoHome, classPath)));
            if (config.toString().equals(before)) {
                return false;
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), ".mcp", ".new");
            Files.writeString(fresh, Json.pretty(config) + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            throw new DemoFailed("cannot write " + file + ": " + e.getMessage());
        }
    }

    private static ObjectNode server(String name, Path demoHome, String classPath) {
        ObjectNode server = Json.object();
        server.put(
                "command",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ArrayNode args = server.putArray("args");
        args.add("-XX:TieredStopAtLevel=1").add("-XX:+UseSerialGC").add("-Xmx64m");
        args.add("-cp").add(classPath).add(ToolServer.class.getName());
        args.add(name).add(demoHome.toString());
        if (name.equals("payments")) {
            args.add(Integer.toString(SLOW_REFUND_MS));
        }
        return server;
    }
}
