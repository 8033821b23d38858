package dev.ferrumdeck.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of routes and roles, asked over HTTP: 403 is no, anything else is yes. */
class RoutesTest extends GatewayWebTest {
    private static final List<String> ROLES =
            List.of("viewer", "developer", "approver", "operator", "policy_admin", "admin", "worker");

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(textBlock = """
            GET,    /v1/me,                              all
            GET,    /v1/runs,                            people
            GET,    /v1/agents,                          people
            GET,    /v1/audit,                           people
            GET,    /v1/api-keys,                        admin
            POST,   /v1/api-keys,                        admin
            POST,   /v1/runs,                            developer operator admin
            POST,   /v1/runs/run_1/cancel,               developer operator admin
            POST,   /v1/runs/run_1/signals/pause,        developer operator admin
            POST,   /v1/runs/run_1/signals/raise_budget, operator admin
            POST,   /v1/runs/run_1/signals/decide,       people
            POST,   /v1/approvals/apr_1/decision,        people
            POST,   /v1/agents,                          developer admin
            POST,   /v1/tools,                           developer admin
            POST,   /v1/workflows,                       developer admin
            POST,   /v1/policies,                        policy_admin admin
            POST,   /v1/policies/lint,                   developer policy_admin admin
            PUT,    /v1/budgets/b,                       operator admin
            POST,   /v1/dead-letters/d/requeue,          operator admin
            POST,   /v1/attempts/att_1/claim,            worker
            POST,   /v1/attempts/att_1/result,           worker
            GET,    /v1/keys/grants,                     all
            DELETE, /v1/anything,                        admin
            """)
    void only_these_roles_may(String method, String path, String allowed) {
        String tenant = tenant();
        Map<String, Boolean> expected = new HashMap<>();
        Map<String, Boolean> actual = new HashMap<>();
        for (String role : ROLES) {
            int status = call(request(keys.key(tenant, role), path).method(method, BodyPublishers.ofString("{}")))
                    .status();
            actual.put(role, status != 403);
            expected.put(role, allowed(allowed, role));
        }
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void nothing_but_the_open_routes_works_without_a_key() {
        for (String path : List.of("/v1/me", "/v1/runs", "/metrics", "/v1/keys/grants", "/anything")) {
            assertThat(get("", path).status()).as(path).isEqualTo(401);
        }
    }

    private static boolean allowed(String allowed, String role) {
        return switch (allowed) {
            case "all" -> true;
            case "people" -> !role.equals("worker");
            default -> List.of(allowed.split(" ")).contains(role);
        };
    }
}
