package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.bridge.Doorbell;
import dev.ferrumdeck.bridge.RedisBridge;
import dev.ferrumdeck.bridge.StreamHealth;
import dev.ferrumdeck.workflows.dag.Expressions;
import dev.ferrumdeck.workflows.dag.SchemaCheck;
import dev.ferrumdeck.workflows.evaluation.Evaluator;
import dev.ferrumdeck.workflows.evaluation.EvaluatorSettings;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The thread-safe tools of other modules, one of each. */
@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {

    @Bean
    RedisBridge redisBridge(@Value("${spring.data.redis.url:redis://127.0.0.1:6379}") String url) {
        return RedisBridge.to(url);
    }

    @Bean
    Doorbell doorbell(RedisBridge bridge) {
        return bridge.doorbell();
    }

    @Bean
    StreamHealth streamHealth(RedisBridge bridge) {
        return bridge.health();
    }

    @Bean
    Expressions expressions() {
        return new Expressions();
    }

    @Bean
    Evaluator evaluator(Expressions expressions) {
        return new Evaluator(expressions, EvaluatorSettings.standard());
    }

    @Bean
    SchemaCheck schemaCheck() {
        return new SchemaCheck();
    }
}
