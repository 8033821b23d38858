package dev.ferrumdeck.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.demo.tools.ToolServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class McpConfigTest {
    @TempDir
    Path home = Path.of("");

    @Test
    void servers_of_others_stay_and_ours_are_written_once() throws IOException {
        Path file = home.resolve("mcp.json");
        Files.writeString(file, "{\"mcpServers\":{\"theirs\":{\"url\":\"http://127.0.0.1:1/mcp\"}}}");

        assertThat(McpConfig.write(file, home, home)).isTrue();
        assertThat(McpConfig.write(file, home, home)).isFalse();

        var servers = Json.tree(Files.readString(file)).path("mcpServers");
        assertThat(servers.path("theirs").path("url").asString()).isEqualTo("http://127.0.0.1:1/mcp");
        ToolServer.NAMES.forEach(name -> assertThat(servers.has(name)).as(name).isTrue());
    }
}
