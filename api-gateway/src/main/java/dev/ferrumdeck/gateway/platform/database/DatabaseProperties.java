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
 * @param poolSize connections for runs at most; 20
 * @param apiPoolSize connections for requests of people and services at most; 10
 * @param connectionTimeout how long a caller waits for a connection; 5 s
 * @param statementTimeout how long one statement for runs may take; 30 s
 * @param apiStatementTimeout how long one statement of a request may take; 10 s
 */
@Validated
@ConfigurationProperties("ferrumdeck.database")
record DatabaseProperties(
        @NotBlank String url,
        @DefaultValue("20") @Min(2) int poolSize,
        @DefaultValue("10") @Min(2) int apiPoolSize,
        @DefaultValue("5s") Duration connectionTimeout,
        @DefaultValue("30s") Duration statementTimeout,
        @DefaultValue("10s") Duration apiStatementTimeout) {
    @Override
    public String toString() {
        return "DatabaseProperties[poolSize=" + poolSize + ", apiPoolSize=" + apiPoolSize + ", connectionTimeout="
                + connectionTimeout + ", statementTimeout=" + statementTimeout + ", apiStatementTimeout="
                + apiStatementTimeout + "]";
    }
}
