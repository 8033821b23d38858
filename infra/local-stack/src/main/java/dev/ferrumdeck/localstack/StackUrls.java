package dev.ferrumdeck.localstack;

/**
 * Where the parts of a stack are.
 *
 * @param postgres JDBC URL with user and password
 * @param redis {@code redis://host:port}
 * @param temporal {@code host:port} of the Temporal frontend
 * @param temporalUi base URL of the Temporal web UI; empty for a server of somebody else
 * @param temporalMetrics Prometheus page of the Temporal server; empty for a server of somebody else
 * @param gateway base URL of the first gateway; empty when the stack has none
 */
public record StackUrls(
        String postgres, String redis, String temporal, String temporalUi, String temporalMetrics, String gateway) {

    static StackUrls none() {
        return new StackUrls("", "", "", "", "", "");
    }

    StackUrls withPostgres(String url) {
        return new StackUrls(url, redis, temporal, temporalUi, temporalMetrics, gateway);
    }

    StackUrls withRedis(String url) {
        return new StackUrls(postgres, url, temporal, temporalUi, temporalMetrics, gateway);
    }

    StackUrls withTemporal(String address, String ui, String metrics) {
        return new StackUrls(postgres, redis, address, ui, metrics, gateway);
    }

    StackUrls withGateway(String url) {
        return new StackUrls(postgres, redis, temporal, temporalUi, temporalMetrics, url);
    }
}
