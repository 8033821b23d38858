package dev.ferrumdeck.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.worker.settings.GatewaySettings;
import dev.ferrumdeck.worker.settings.IntakeSettings;
import dev.ferrumdeck.worker.settings.LlmSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The settings that a worker gets from the compose file when nobody has set anything. */
class ComposeEnvironmentTest {
    private static final Pattern VARIABLE = Pattern.compile("\\s+([A-Z_]+): (.*)");

    @Test
    void blank_variables_mean_the_defaults() throws IOException {
        Map<String, String> compose = worker();
        assertThat(compose).containsEntry("OPENAI_BASE_URL", "").containsKey("FERRUMDECK_SERVER");
        try (var context = new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .environment(WorkerApplication.environment(compose))
                .run()) {
            LlmSettings llm = context.getBean(LlmSettings.class);
            assertThat(llm.openaiBaseUrl()).isEqualTo("https://api.openai.com/v1");
            assertThat(llm.anthropicBaseUrl()).isEqualTo("https://api.anthropic.com/v1");
            assertThat(context.getBean(IntakeSettings.class).redisUrl()).isEqualTo("redis://redis:6379");
            assertThat(context.getBean(GatewaySettings.class).server()).hasToString("http://gateway:8080");
        }
    }

    @EnableConfigurationProperties({LlmSettings.class, IntakeSettings.class, GatewaySettings.class})
    static class Settings extends WorkerParts.SecretConverter {}

    /** The variables of the service worker, with {@code ${NAME:-}} as it is when NAME is not set. */
    private static Map<String, String> worker() throws IOException {
        String file = Files.readString(Path.of("../infra/temporal-compose.yml"));
        String worker = file.substring(file.indexOf("\n  worker:"));
        Matcher variables =
                VARIABLE.matcher(worker.substring(worker.indexOf("environment:"), worker.indexOf("volumes:")));
        Map<String, String> found = new HashMap<>();
        while (variables.find()) {
            found.put(variables.group(1), variables.group(2).replaceAll("\\$\\{[A-Z_]+:-([^}]*)}", "$1"));
        }
        return found;
    }
}
