package dev.ferrumdeck.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPatternParser;

/** Every route that there is, asked over HTTP with every role: 403 is no, anything else is yes. */
class RoutesTest extends GatewayWebTest {
    private static final List<String> ROLES =
            List.of("viewer", "developer", "approver", "operator", "policy_admin", "admin", "worker");

    /** Who may, by method and route; {@code all}, {@code people}, or roles. A new route needs a line. */
    private static final Map<String, String> MAY = table("""
        GET /v1/agents people
        POST /v1/agents developer admin
        GET /v1/agents/{name} people
        DELETE /v1/agents/{name} developer admin
        GET /v1/agents/{name}/versions people
        POST /v1/agents/{name}/versions developer admin
        GET /v1/agents/{name}/versions/{version} people
        GET /v1/api-keys admin
        POST /v1/api-keys admin
        GET /v1/api-keys/{id} admin
        DELETE /v1/api-keys/{id} admin
        POST /v1/api-keys/{id}/rotate admin
        GET /v1/approvals people
        GET /v1/approvals/{approval} people
        PUT /v1/approvals/{approval} people
        POST /v1/approvals/{approval}/decision people
        POST /v1/approvals/{approval}/ticket people
        POST /v1/artifacts developer admin worker
        GET /v1/artifacts/{sha256} all
        POST /v1/attempts/{attempt}/claim worker
        POST /v1/attempts/{attempt}/renew worker
        POST /v1/attempts/{attempt}/result worker
        GET /v1/audit people
        GET /v1/audit/export people
        GET /v1/audit/verify people
        GET /v1/budgets people
        GET /v1/budgets/agents/{agent} people
        PUT /v1/budgets/agents/{agent} operator admin
        GET /v1/budgets/tenant people
        PUT /v1/budgets/tenant operator admin
        GET /v1/dead-letters people
        POST /v1/dead-letters/{letter}/discard operator admin
        POST /v1/dead-letters/{letter}/requeue operator admin
        GET /v1/keys/grants all
        GET /v1/me all
        GET /v1/policies people
        POST /v1/policies policy_admin admin
        POST /v1/policies/lint developer policy_admin admin
        GET /v1/policies/{name} people
        DELETE /v1/policies/{name} policy_admin admin
        GET /v1/policies/{name}/versions people
        POST /v1/policies/{name}/versions policy_admin admin
        GET /v1/policies/{name}/versions/{version} people
        GET /v1/prices people
        GET /v1/queues people
        GET /v1/runs people
        POST /v1/runs developer operator admin
        GET /v1/runs/{run} people
        GET /v1/runs/{run}/attempts people
        GET /v1/runs/{run}/budget people
        POST /v1/runs/{run}/cancel developer operator admin
        GET /v1/runs/{run}/decisions people
        GET /v1/runs/{run}/events people
        GET /v1/runs/{run}/journal people
        POST /v1/runs/{run}/pause developer operator admin
        POST /v1/runs/{run}/resume developer operator admin
        POST /v1/runs/{run}/signals/decide people
        POST /v1/runs/{run}/signals/{name} developer operator admin
        GET /v1/runs/{run}/steps people
        GET /v1/runs/{run}/steps/{*step} people
        GET /v1/tools people
        POST /v1/tools developer policy_admin admin
        GET /v1/tools/{name} people
        DELETE /v1/tools/{name} policy_admin admin
        GET /v1/tools/{name}/versions people
        POST /v1/tools/{name}/versions developer policy_admin admin
        GET /v1/tools/{name}/versions/{version} people
        GET /v1/workers people
        GET /v1/workflows people
        POST /v1/workflows developer admin
        POST /v1/workflows/validate developer admin
        GET /v1/workflows/{name} people
        DELETE /v1/workflows/{name} developer admin
        GET /v1/workflows/{name}/versions people
        POST /v1/workflows/{name}/versions developer admin
        GET /v1/workflows/{name}/versions/{version} people
        """);

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    private static Map<String, String> table(String text) {
        Map<String, String> table = new LinkedHashMap<>();
        text.lines().map(line -> line.split(" ", 3)).forEach(parts -> table.put(parts[0] + " " + parts[1], parts[2]));
        return table;
    }

    /** Method and pattern of every handler under {@code /v1}. */
    private Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        mappings.getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/v1"))
                        .forEach(pattern -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> routes.add(method + " " + pattern))));
        return routes;
    }

    @Test
    void each_role_may_what_the_table_says_of_each_route_that_there_is() {
        assertThat(routes()).containsExactlyInAnyOrderElementsOf(MAY.keySet());
        String tenant = tenant();
        Map<String, String> keysOf =
                ROLES.stream().collect(Collectors.toMap(role -> role, role -> keys.key(tenant, role)));
        Map<String, List<String>> expected = new TreeMap<>();
        Map<String, List<String>> actual = new TreeMap<>();
        for (String route : routes()) {
            expected.put(route, ROLES.stream().filter(role -> may(route, role)).toList());
            actual.put(
                    route,
                    ROLES.stream()
                            .filter(role -> status(keysOf.getOrDefault(role, ""), route) != 403)
                            .toList());
        }
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void a_budget_is_raised_by_operators_only() {
        String tenant = tenant();
        for (String role : ROLES) {
            boolean may = role.equals("operator") || role.equals("admin");
            assertThat(status(keys.key(tenant, role), "POST /v1/runs/{run}/signals/raise_budget") != 403)
                    .as(role)
                    .isEqualTo(may);
        }
    }

    @Test
    void no_line_of_the_table_is_about_a_route_that_is_not_there() {
        PathPatternParser parser = PathPatternParser.defaultInstance;
        for (Routes.Route line : Routes.TABLE) {
            boolean used = "/metrics".equals(line.pattern())
                    || routes().stream().anyMatch(route -> {
                        String method = route.split(" ", 2)[0];
                        boolean asked = line.method() == null
                                || line.method().name().equals(method)
                                || (line.method().name().equals("HEAD") && method.equals("GET"));
                        return asked
                                && Stream.of("pause", "raise_budget")
                                        .map(signal -> sample(route).replace("/pause", "/" + signal))
                                        .map(PathContainer::parsePath)
                                        .anyMatch(parser.parse(line.pattern())::matches);
                    });
            assertThat(used).as("%s %s", line.method(), line.pattern()).isTrue();
        }
    }

    @Test
    void nothing_but_the_open_routes_works_without_a_key() {
        for (String path : List.of("/metrics", "/anything")) {
            assertThat(get("", path).status()).as(path).isEqualTo(401);
        }
        for (String route : routes()) {
            assertThat(status("", route)).as(route).isEqualTo(401);
        }
    }

    private int status(String key, String route) {
        return call(request(key, sample(route)).method(route.split(" ", 2)[0], BodyPublishers.ofString("{}")))
                .status();
    }

    private static String sample(String route) {
        return route.split(" ", 2)[1]
                .replace("signals/{name}", "signals/pause")
                .replace("{version}", "1")
                .replaceAll("\\{[^}]*}", "x");
    }

    private static boolean may(String route, String role) {
        String allowed = MAY.getOrDefault(route, "");
        return switch (allowed) {
            case "all" -> true;
            case "people" -> !role.equals("worker");
            default -> Arrays.asList(allowed.split(" ")).contains(role);
        };
    }
}
