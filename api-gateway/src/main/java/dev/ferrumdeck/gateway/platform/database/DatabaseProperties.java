package dev.ferrumdeck.gateway.platform.database;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The database.
 *
 * @param url as {@code DATABASE_URL}: {@code jdbc:postgresql://...} or {@code postgresql://user:password@host/db}
 * @param poolSize connections at most; 20
 * @param connectionTimeout how long a caller waits for a connection; 5 s
 */
@Validated
@ConfigurationProperties("ferrumdeck.database")
record DatabaseProperties(
        @NotBlank String url,
        @DefaultValue("20") @Min(2) int poolSize,
        @DefaultValue("5s") Duration connectionTimeout) {
    @Override
    public String toString() {
        return "DatabaseProperties[poolSize=" + poolSize + ", connectionTimeout=" + connectionTimeout + "]";
    }
}
