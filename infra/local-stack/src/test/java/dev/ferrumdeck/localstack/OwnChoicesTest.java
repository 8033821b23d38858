package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sets in the environment is what gateways and workers get, also where the stack has a choice of its own. */
class OwnChoicesTest {
    private static final StackUrls URLS =
            new StackUrls("jdbc:x", "redis://y", "z:1", "http://ui", "http://m", "http://g");

    @TempDir
    private Path home = Path.of("");

    private Apps apps(Map<String, String> env) {
        Options options = new Options(home, home, true, null, Set.of(), env, Map.of(), Map.of(), Progress.silent());
        return new Apps(new Layout(home, home), options, new Ports(true, text -> {}));
    }

    @Test
    void a_choice_stands() throws IOException {
        Map<String, String> env = Map.of(
                "FERRUMDECK_APPROVALS_REQUESTER_MAY_DECIDE", "false",
                "FERRUMDECK_SCRIPTED_DIR", "/mine",
                "FERRUMDECK_MCP_CONFIG", "/mine/mcp.json",
                "FERRUMDECK_WORKER_POOL", "mine");

        assertThat(apps(env).gatewayEnv(8080, URLS))
                .containsEntry("FERRUMDECK_APPROVALS_REQUESTER_MAY_DECIDE", "false");
        assertThat(apps(env).workerEnv("worker", URLS, 1))
                .containsEntry("FERRUMDECK_MCP_CONFIG", "/mine/mcp.json")
                .containsEntry("FERRUMDECK_WORKER_POOL", "mine");
    }

    @Test
    void without_one_the_stack_is_easy_to_try() {
        assertThat(apps(Map.of()).gatewayEnv(8080, URLS))
                .containsEntry("FERRUMDECK_APPROVALS_REQUESTER_MAY_DECIDE", "true");
    }
}
