package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.artifacts.ArtifactStore;
import java.util.NoSuchElementException;
import org.springframework.stereotype.Component;

/** Large values as artifacts of their run. */
@Component
class ArtifactValues implements LargeValues {
    private final ArtifactStore artifacts;

    ArtifactValues(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    public String put(String tenantId, String runId, byte[] bytes) {
        return artifacts.put(tenantId, runId, bytes, "application/json");
    }

    @Override
    public byte[] get(String tenantId, String sha256) {
        return artifacts
                .get(tenantId, sha256)
                .orElseThrow(() -> new NoSuchElementException("the tenant has no artifact " + sha256));
    }
}
