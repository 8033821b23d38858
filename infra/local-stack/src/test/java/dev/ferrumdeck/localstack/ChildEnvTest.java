package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildEnvTest {
    private static final Map<String, String> OURS = Map.of(
            "PATH", "/bin",
            "OPENAI_API_KEY", "sk-1",
            "ANTHROPIC_API_KEY", "sk-2",
            "TEMPORAL_API_KEY", "t-1",
            "FERRUMDECK_API_KEY", "fd-admin",
            "FERRUMDECK_WORKER_CONCURRENCY", "4",
            "AWS_SECRET_ACCESS_KEY", "aws");

    @Test
    void workers_get_model_keys_but_neither_temporal_nor_admin_credentials() {
        assertThat(apply(ChildEnv.WORKER))
                .containsKeys("PATH", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "FERRUMDECK_WORKER_CONCURRENCY")
                .doesNotContainKeys("TEMPORAL_API_KEY", "FERRUMDECK_API_KEY", "AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void gateways_get_no_model_keys() {
        assertThat(apply(ChildEnv.GATEWAY))
                .containsKeys("PATH", "TEMPORAL_API_KEY")
                .doesNotContainKeys(
                        "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "FERRUMDECK_API_KEY", "AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void the_servers_get_only_what_every_program_needs() {
        assertThat(apply(ChildEnv.NONE)).containsOnlyKeys("PATH", "OWN", "LC_ALL");
    }

    private static Map<String, String> apply(List<String> prefixes) {
        ProcessBuilder builder = new ProcessBuilder("true");
        ChildEnv.apply(builder, OURS, prefixes, Map.of("OWN", "1"));
        return new HashMap<>(builder.environment());
    }
}
