package dev.ferrumdeck.gateway.delivery;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.SimpleSslContextBuilder;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The client of Temporal. It connects when it is first used, and again whenever it must. */
@Configuration(proxyBeanMethods = false)
class TemporalConfiguration {

    @Bean(destroyMethod = "shutdownNow")
    WorkflowServiceStubs temporalStubs(TemporalProperties properties) throws IOException {
        WorkflowServiceStubsOptions.Builder options = WorkflowServiceStubsOptions.newBuilder()
                .setTarget(properties.address())
                .setRpcRetryOptions(RpcRetryOptions.newBuilder()
                        .setExpiration(properties.callTimeout())
                        .validateBuildWithDefaults());
        if (!properties.apiKey().isEmpty()) {
            options.addApiKey(properties::apiKey);
        }
        if (!properties.tlsCert().isEmpty()) {
            try (InputStream certificate = Files.newInputStream(Path.of(properties.tlsCert()));
                    InputStream key = Files.newInputStream(Path.of(properties.tlsKey()))) {
                options.setSslContext(
                        SimpleSslContextBuilder.forPKCS8(certificate, key).build());
            }
        } else if (properties.tls()) {
            options.setEnableHttps(true);
        }
        return WorkflowServiceStubs.newServiceStubs(options.build());
    }

    @Bean
    WorkflowClient workflowClient(WorkflowServiceStubs stubs, TemporalProperties properties) {
        return WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(properties.namespace())
                        .build());
    }
}
