package dev.ferrumdeck.gateway.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Temporal is.
 *
 * @param address host and port of the frontend
 * @param apiKey sent with every call; empty for none; implies TLS
 * @param tls whether to use TLS
 * @param tlsCert path of a client certificate (PEM), or empty
 * @param tlsKey path of its key (PKCS #8, PEM), or empty
 * @param callTimeout how long one call may be tried for
 */
@ConfigurationProperties("ferrumdeck.temporal")
record TemporalProperties(
        @DefaultValue("127.0.0.1:7233") String address,
        @DefaultValue("default") String namespace,
        @DefaultValue("") String apiKey,
        @DefaultValue("false") boolean tls,
        @DefaultValue("") String tlsCert,
        @DefaultValue("") String tlsKey,
        @DefaultValue("5s") Duration callTimeout) {

    @Override
    public String toString() {
        return "TemporalProperties[" + address + "/" + namespace + (tls ? ", tls" : "") + "]";
    }
}
