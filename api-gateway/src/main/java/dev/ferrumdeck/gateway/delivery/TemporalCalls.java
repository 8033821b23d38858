package dev.ferrumdeck.gateway.delivery;

import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * How long one call to Temporal is tried for ({@code ferrumdeck.temporal.call-timeout}); the relay and the sweep come again
 * by themselves.
 */
@Component
class TemporalCalls implements TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> {
    private final Duration longest;

    TemporalCalls(@Value("${ferrumdeck.temporal.call-timeout:5s}") Duration longest) {
        this.longest = longest;
    }

    @Override
    public WorkflowServiceStubsOptions.Builder customize(WorkflowServiceStubsOptions.Builder options) {
        return options.setRpcRetryOptions(
                RpcRetryOptions.newBuilder().setExpiration(longest).validateBuildWithDefaults());
    }
}
