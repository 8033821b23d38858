package dev.ferrumdeck.gateway.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * The one table of who may call what; the first line that matches decides, and what no line matches needs {@code
 * admin}. {@code admin} has every role of people. Finer rules (an approval's own role, a worker's queues) are the
 * features'.
 */
final class Routes {
    private static final HttpMethod GET = HttpMethod.GET;
    private static final HttpMethod POST = HttpMethod.POST;
    private static final HttpMethod PUT = HttpMethod.PUT;
    private static final HttpMethod DELETE = HttpMethod.DELETE;
    private static final @Nullable HttpMethod ANY = null;

    private static final String[] PEOPLE = {"viewer", "developer", "approver", "operator", "policy_admin", "admin"};
    private static final String[] EVERYBODY = {
        "viewer", "developer", "approver", "operator", "policy_admin", "admin", "worker"
    };

    /** Open to all, with and without a key. */
    static final List<String> OPEN = List.of(
            "/health/**",
            "/v3/api-docs",
            "/v3/api-docs/**",
            "/v3/api-docs.yaml",
            "/docs",
            "/docs/**",
            "/swagger-ui/**",
            "/console",
            "/console/**",
            "/error");

    static final List<Route> TABLE = List.of(
            new Route(GET, "/v1/me", EVERYBODY),
            new Route(GET, "/v1/keys/grants", EVERYBODY),
            new Route(ANY, "/v1/attempts/**", "worker"),
            new Route(POST, "/v1/artifacts", "worker", "developer"),
            new Route(GET, "/v1/artifacts/**", EVERYBODY),
            new Route(POST, "/v1/runs/*/signals/decide", PEOPLE),
            new Route(POST, "/v1/runs/*/signals/raise_budget", "operator"),
            new Route(POST, "/v1/runs", "developer", "operator"),
            new Route(POST, "/v1/runs/**", "developer", "operator"),
            new Route(POST, "/v1/approvals/**", PEOPLE),
            new Route(PUT, "/v1/approvals/**", PEOPLE),
            new Route(POST, "/v1/policies/lint", "developer", "policy_admin"),
            new Route(POST, "/v1/policies/**", "policy_admin"),
            new Route(POST, "/v1/agents/**", "developer"),
            new Route(POST, "/v1/tools/**", "developer", "policy_admin"),
            new Route(POST, "/v1/workflows/**", "developer"),
            new Route(DELETE, "/v1/policies/*", "policy_admin"),
            new Route(DELETE, "/v1/tools/*", "policy_admin"),
            new Route(DELETE, "/v1/agents/*", "developer"),
            new Route(DELETE, "/v1/workflows/*", "developer"),
            new Route(PUT, "/v1/budgets/**", "operator"),
            new Route(POST, "/v1/dead-letters/**", "operator"),
            new Route(ANY, "/v1/api-keys/**", "admin"),
            new Route(GET, "/v1/**", PEOPLE),
            new Route(HttpMethod.HEAD, "/v1/**", PEOPLE),
            new Route(GET, "/metrics", PEOPLE));

    private Routes() {}

    /** Callers with one of the roles may use the method on the pattern; a null method is any. */
    record Route(@Nullable HttpMethod method, String pattern, List<String> roles) {
        Route(@Nullable HttpMethod method, String pattern, String... roles) {
            this(method, pattern, List.of(roles));
        }
    }
}
