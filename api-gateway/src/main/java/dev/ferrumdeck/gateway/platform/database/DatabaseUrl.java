package dev.ferrumdeck.gateway.platform.database;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where PostgreSQL is, out of {@code DATABASE_URL} in either of its usual forms: {@code
 * jdbc:postgresql://host:port/db?user=..&password=..} or {@code postgresql://user:password@host:port/db}.
 *
 * @param jdbcUrl for the driver; holds no user of its own in the second form
 */
record DatabaseUrl(
        String jdbcUrl, @Nullable String user, @Nullable String password) {

    /**
     * Reads either form.
     *
     * @throws IllegalArgumentException when it is neither; the text is not repeated, because it may hold a password
     */
    static DatabaseUrl parse(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return new DatabaseUrl(url, null, null);
        }
        if (!url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
            throw new IllegalArgumentException(
                    "DATABASE_URL must begin with jdbc:postgresql:// or postgresql://, and it does not");
        }
        URI uri = URI.create(url);
        String userInfo = uri.getRawUserInfo();
        String user = userInfo == null ? null : decode(userInfo.split(":", 2)[0]);
        String password = userInfo == null || !userInfo.contains(":") ? null : decode(userInfo.split(":", 2)[1]);
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new DatabaseUrl("jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query, user, password);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "DatabaseUrl[" + jdbcUrl.replaceAll("password=[^&]*", "password=***") + "]";
    }
}
