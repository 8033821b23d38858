package dev.ferrumdeck.worker.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferrumdeck.worker.settings.Misconfigured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigsTest {
    @TempDir
    Path folder;

    private ServerConfigs read(String servers) throws IOException {
        Path file = Files.writeString(folder.resolve("mcp.json"), "{\"mcpServers\": {" + servers + "}}");
        return ServerConfigs.read(file, Map.of("TOKEN", "a\"b$1\\")::get);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"url": "http://x/mcp", "headers": {"A": "${NO_SUCH_VAR}"}} | ${NO_SUCH_VAR} is not set
        {"url": "ftp://x/mcp"}                      | no http or https address
        {"url": "not a url"}                        | no http or https address
        {"command": "a", "url": "http://x"}         | either a command or a url
        {}                                          | either a command or a url
        null                                        | it is empty
        {"command": " "}                            | blank
        {"command": "a", "autoApprove": ["pay"]}    | [autoApprove]
        {"command": "a", "startup_timeout_seconds": 0} | 1 or more
        {"command": "a", "is_error": {"pay": "maybe"}} | maybe
        {"command": "a", "args": "not a list"}      | Cannot
        """)
    void a_bad_entry_is_named_and_keeps_no_other_from_working(String entry, String why) throws Exception {
        ServerConfigs configs = read("\"good\": {\"command\": \"a\"}, \"bad\": " + entry);

        assertThat(configs.good()).containsOnlyKeys("good");
        assertThat(configs.bad()).containsOnlyKeys("bad");
        assertThat(configs.bad().get("bad")).contains(why);
    }

    @Test
    void variables_are_replaced_by_what_they_hold_whatever_that_is() throws Exception {
        ServerConfigs configs = read("\"s\": {\"type\": \"http\", \"url\": \"http://x/mcp\","
                + " \"headers\": {\"Authorization\": \"Bearer ${TOKEN}\"}}");

        assertThat(configs.good().values())
                .singleElement()
                .satisfies(config -> assertThat(config.headers()).containsEntry("Authorization", "Bearer a\"b$1\\"));
    }

    @Test
    void a_file_that_is_no_configuration_keeps_the_worker_from_starting() {
        assertThatThrownBy(() -> ServerConfigs.read(folder.resolve("none.json"), name -> null))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("FERRUMDECK_MCP_CONFIG");
    }
}
