package dev.ferrumdeck.gateway.delivery;

import dev.ferrumdeck.gateway.platform.health.ReadinessCheck;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.spring.boot.autoconfigure.properties.TemporalProperties;
import org.springframework.stereotype.Component;

/** Asks Temporal. Without it nothing new is decided, but reads, claims, results and votes go on. */
@Component
class TemporalCheck implements ReadinessCheck {
    private final WorkflowServiceStubs stubs;
    private final TemporalProperties properties;

    TemporalCheck(WorkflowServiceStubs stubs, TemporalProperties properties) {
        this.stubs = stubs;
        this.properties = properties;
    }

    @Override
    public String name() {
        return "temporal";
    }

    @Override
    public String check() {
        stubs.healthCheck();
        return properties.getConnection().getTarget() + "/" + properties.getNamespace();
    }
}
