package dev.ferrumdeck.worker.settings;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach the gateway.
 *
 * @param server its base address; FERRUMDECK_SERVER
 * @param apiKey a worker key; FERRUMDECK_API_KEY
 * @param apiKeyFile a file that holds one; FERRUMDECK_API_KEY_FILE. Read when no key is given
 * @param timeout longest wait for one answer
 */
@ConfigurationProperties("ferrumdeck.gateway")
public record GatewaySettings(
        @DefaultValue("http://127.0.0.1:8080") URI server,
        @DefaultValue("") Secret apiKey,
        @Nullable Path apiKeyFile,
        @DefaultValue("10s") Duration timeout) {
    public GatewaySettings {
        if (!"http".equals(server.getScheme()) && !"https".equals(server.getScheme())) {
            throw new Misconfigured("FERRUMDECK_SERVER must be an http or https address, not " + server);
        }
    }

    /**
     * The key to send.
     *
     * @throws Misconfigured when there is none
     */
    public Secret key() {
        if (apiKey.isPresent()) {
            return apiKey;
        }
        if (apiKeyFile == null || apiKeyFile.toString().isEmpty()) {
            throw new Misconfigured("set FERRUMDECK_API_KEY or FERRUMDECK_API_KEY_FILE to a worker key");
        }
        try {
            return new Secret(Files.readString(apiKeyFile));
        } catch (IOException e) {
            throw new Misconfigured("FERRUMDECK_API_KEY_FILE: cannot read " + apiKeyFile + ": " + e.getMessage());
        }
    }
}
