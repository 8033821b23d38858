package dev.ferrumdeck.localstack;

import java.net.URI;
import java.net.URISyntaxException;

/** Host and port out of the URLs that name outside servers. */
record ServerAddress(String host, int port) {

    /** Of {@code jdbc:postgresql://host:port/db} or {@code postgresql://user:password@host:port/db}. */
    static ServerAddress ofDatabase(String url) {
        return ofUrl(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url, 5432);
    }

    static ServerAddress ofUrl(String url, int defaultPort) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null) {
                return new ServerAddress(uri.getHost(), uri.getPort() < 0 ? defaultPort : uri.getPort());
            }
        } catch (URISyntaxException e) {
            // told below, without the URL: it may hold a password
        }
        throw StackFailure.of("an address of an outside server cannot be read", "write it as scheme://host:port/...");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
