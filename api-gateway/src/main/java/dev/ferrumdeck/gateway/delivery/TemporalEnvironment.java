package dev.ferrumdeck.gateway.delivery;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The variables that Temporal's own tools read ({@code TEMPORAL_ADDRESS}, {@code TEMPORAL_NAMESPACE}, {@code
 * TEMPORAL_API_KEY}, {@code TEMPORAL_TLS}, {@code TEMPORAL_TLS_CERT}, {@code TEMPORAL_TLS_KEY}), as {@code
 * spring.temporal.*}. A blank one counts as absent, as compose files leave them so. What is set as {@code
 * spring.temporal.*} itself, by environment or argument, wins. Without any: the namespace {@code default} on this machine.
 */
final class TemporalEnvironment implements EnvironmentPostProcessor {
    private static final Map<String, String> NAMES = Map.of(
            "TEMPORAL_ADDRESS", "spring.temporal.connection.target",
            "TEMPORAL_NAMESPACE", "spring.temporal.namespace",
            "TEMPORAL_API_KEY", "spring.temporal.connection.api-key",
            "TEMPORAL_TLS", "spring.temporal.connection.enable-https",
            "TEMPORAL_TLS_CERT", "spring.temporal.connection.mtls.cert-chain-file",
            "TEMPORAL_TLS_KEY", "spring.temporal.connection.mtls.key-file");

    private static final Map<String, String> DEFAULTS =
            Map.of("TEMPORAL_ADDRESS", "127.0.0.1:7233", "TEMPORAL_NAMESPACE", "default");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> values = new HashMap<>();
        NAMES.forEach((variable, property) -> {
            String set = environment.getProperty(variable, "").strip();
            String value = set.isEmpty() ? DEFAULTS.getOrDefault(variable, "") : set;
            if (!value.isEmpty() && !environment.containsProperty(property)) {
                values.put(property, value);
            }
        });
        environment.getPropertySources().addLast(new MapPropertySource("temporal", values));
    }
}
