package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {

    @Test
    void a_variable_that_came_went_or_changed_is_named_and_its_value_is_not() {
        StartedWith with = new StartedWith(
                "ferrumdeck-1",
                "",
                ChildEnv.digests(Map.of("OPENAI_API_KEY", "sk-old", "FERRUMDECK_ROLES", "api", "PATH", "/bin")),
                Map.of());

        assertThat(with.environment()).doesNotContainKey("PATH").doesNotContainValue("sk-old");
        assertThat(Differences.ofEnvironment(
                        with, Map.of("OPENAI_API_KEY", "sk-new", "ANTHROPIC_API_KEY", "a", "PATH", "/usr/bin")))
                .containsExactly(
                        "ANTHROPIC_API_KEY is set now",
                        "FERRUMDECK_ROLES is not set any more",
                        "OPENAI_API_KEY has another value");
        assertThat(Differences.ofEnvironment(with, Map.of("OPENAI_API_KEY", "sk-old", "FERRUMDECK_ROLES", "api")))
                .isEmpty();
    }

    @Test
    void what_is_for_the_launcher_alone_changes_nothing() {
        assertThat(ChildEnv.digests(
                        Map.of("FERRUMDECK_HOME", "/a", "FERRUMDECK_API_KEY", "k", "FERRUMDECK_SERVER", "s")))
                .isEmpty();
    }
}
