package dev.ferrumdeck.gateway.artifacts;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Artifacts.
 *
 * @param dir folder of the blobs; {@code artifacts} in {@code FERRUMDECK_DATA_DIR}
 * @param quotaPerRun all artifacts of a run together; 256 MiB
 */
@ConfigurationProperties("ferrumdeck.artifacts")
record ArtifactProperties(
        @DefaultValue("data/artifacts") Path dir,
        @DefaultValue("256MB") DataSize quotaPerRun) {}
