package dev.ferrumdeck.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class TemporalEnvironmentTest {

    private static StandardEnvironment environment(Map<String, String> set) {
        var environment = new StandardEnvironment();
        var sources = environment.getPropertySources();
        sources.forEach(source -> sources.remove(source.getName()));
        sources.addFirst(new MapPropertySource("set", new HashMap<>(set)));
        new TemporalEnvironment().postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }

    @Test
    void nothing_set_means_the_default_namespace_on_this_machine_without_tls() {
        var environment = environment(Map.of());
        assertThat(environment.getProperty("spring.temporal.connection.target")).isEqualTo("127.0.0.1:7233");
        assertThat(environment.getProperty("spring.temporal.namespace")).isEqualTo("default");
        assertThat(environment.containsProperty("spring.temporal.connection.enable-https"))
                .isFalse();
        assertThat(environment.containsProperty("spring.temporal.connection.mtls.key-file"))
                .isFalse();
    }

    @Test
    void blank_variables_count_as_absent() {
        var environment = environment(Map.of("TEMPORAL_ADDRESS", " ", "TEMPORAL_API_KEY", "", "TEMPORAL_TLS", ""));
        assertThat(environment.getProperty("spring.temporal.connection.target")).isEqualTo("127.0.0.1:7233");
        assertThat(environment.containsProperty("spring.temporal.connection.api-key"))
                .isFalse();
    }

    @Test
    void every_variable_reaches_its_property() {
        var environment = environment(Map.of(
                "TEMPORAL_ADDRESS", "cloud.example:7233",
                "TEMPORAL_NAMESPACE", "prod.a1",
                "TEMPORAL_API_KEY", "key",
                "TEMPORAL_TLS", "true",
                "TEMPORAL_TLS_CERT", "/run/cert.pem",
                "TEMPORAL_TLS_KEY", "/run/key.pem"));
        assertThat(environment.getProperty("spring.temporal.connection.target")).isEqualTo("cloud.example:7233");
        assertThat(environment.getProperty("spring.temporal.namespace")).isEqualTo("prod.a1");
        assertThat(environment.getProperty("spring.temporal.connection.api-key"))
                .isEqualTo("key");
        assertThat(environment.getProperty("spring.temporal.connection.enable-https"))
                .isEqualTo("true");
        assertThat(environment.getProperty("spring.temporal.connection.mtls.cert-chain-file"))
                .isEqualTo("/run/cert.pem");
        assertThat(environment.getProperty("spring.temporal.connection.mtls.key-file"))
                .isEqualTo("/run/key.pem");
    }

    @Test
    void what_is_set_as_a_property_itself_wins() {
        var environment = environment(Map.of(
                "TEMPORAL_ADDRESS", "a:1", "spring.temporal.connection.target", "b:2", "TEMPORAL_NAMESPACE", "n"));
        assertThat(environment.getProperty("spring.temporal.connection.target")).isEqualTo("b:2");
        assertThat(environment.getProperty("spring.temporal.namespace")).isEqualTo("n");
    }
}
