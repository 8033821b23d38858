package dev.ferrumdeck.worker;

import dev.ferrumdeck.worker.health.HealthCheck;
import dev.ferrumdeck.worker.health.HealthEndpoint;
import dev.ferrumdeck.worker.http.GatewayHttp;
import dev.ferrumdeck.worker.intake.Intake;
import dev.ferrumdeck.worker.llm.LlmActor;
import dev.ferrumdeck.worker.mcp.ToolActor;
import dev.ferrumdeck.worker.settings.GatewaySettings;
import dev.ferrumdeck.worker.settings.HealthSettings;
import dev.ferrumdeck.worker.settings.IntakeSettings;
import dev.ferrumdeck.worker.settings.LlmSettings;
import dev.ferrumdeck.worker.settings.McpSettings;
import dev.ferrumdeck.worker.settings.Secret;
import dev.ferrumdeck.worker.telemetry.Spans;
import dev.ferrumdeck.worker.work.Actor;
import io.opentelemetry.api.OpenTelemetry;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Puts the worker's parts together. */
@Configuration(proxyBeanMethods = false)
class WorkerParts {
    @Bean
    Spans spans(OpenTelemetry telemetry) {
        return new Spans(telemetry);
    }

    @Bean
    GatewayHttp gatewayHttp(GatewaySettings settings) {
        return new GatewayHttp(settings);
    }

    @Bean
    LlmActor llmActor(LlmSettings settings, Spans spans) {
        return new LlmActor(settings, spans);
    }

    @Bean
    ToolActor toolActor(McpSettings settings, Spans spans) {
        return new ToolActor(settings, spans);
    }

    @Bean
    Intake intake(IntakeSettings settings, GatewayHttp gateway, List<Actor> actors, Spans spans) {
        return new Intake(settings, gateway, actors, spans);
    }

    @Bean
    HealthEndpoint healthEndpoint(HealthSettings settings, List<HealthCheck> checks) {
        return new HealthEndpoint(settings, checks);
    }

    /** Makes secrets out of text. */
    @Component
    @ConfigurationPropertiesBinding
    static class SecretConverter implements Converter<String, Secret> {
        @Override
        public Secret convert(String text) {
            return new Secret(text);
        }
    }
}
