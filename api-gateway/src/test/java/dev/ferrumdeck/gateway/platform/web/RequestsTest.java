package dev.ferrumdeck.gateway.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.gateway.testing.Answer;
import dev.ferrumdeck.gateway.testing.GatewayWebTest;
import dev.ferrumdeck.gateway.testing.RawHttp;
import dev.ferrumdeck.gateway.testing.TestRuns;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A request that is wrong in itself is 400, 405, 406 or 415 with a problem, whatever the route. */
class RequestsTest extends GatewayWebTest {
    private String tenant = "";
    private String admin = "";

    @BeforeEach
    void keys() {
        tenant = tenant();
        admin = keys.key(tenant, "admin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%zz",
                "a=%",
                "a=%4",
                "%zz=1",
                "name=%",
                "name=%00",
                "na%00me=x",
                "=x",
                "&=",
                "name=%ff",
                "name=%c3%28",
                "name=%ed%a0%80",
                "name=",
                "name",
                "limit=",
                "limit=0",
                "limit=201",
                "limit=x",
                "limit=1&limit=2",
                "cursor=",
                "cursor=abc",
                "status=",
                "status=done",
                "status=completed,",
                "since=",
                "since=yesterday",
                "since=%2B999999999-01-01T00:00:00Z",
                "since=-999999999-01-01T00:00:00Z",
                "agent=a&name=b",
                "agent=a&workflow=b",
                "surprise=1",
                "Limit=1",
                "limit[]=1"
            })
    void a_query_that_cannot_be_read_is_400(String query) {
        assertRefused(raw("GET /v1/runs?" + query, ""), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&",
                "limit=1",
                "limit=1&",
                "subject=a%2Bb",
                "subject=a+b",
                "subject=%C3%A4",
                "subject=a%26b%3Dc"
            })
    void a_query_that_can_be_read_is(String query) {
        assertThat(raw("GET /v1/audit?" + query, "")).startsWith("HTTP/1.1 200");
    }

    @Test
    void every_list_names_a_parameter_that_it_does_not_know() {
        JsonNode paths = get("", "/v3/api-docs").json().at("/paths");
        int seen = 0;
        for (String path : paths.propertyNames()) {
            if (!paths.get(path).has("get") || path.startsWith("/health")) {
                continue;
            }
            Answer answer = get(admin, path.replaceAll("\\{[^}]*}", "1") + "?surprise=1");
            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(answer.text("/detail")).contains("'surprise'");
            seen++;
        }
        assertThat(seen).isGreaterThan(20);
    }

    @Test
    void a_cursor_is_good_for_its_own_list_only() {
        TestRuns.run(jdbc, tenant);
        TestRuns.run(jdbc, tenant);
        String cursor = get(admin, "/v1/runs?limit=1").text("/next_cursor");
        assertThat(get(admin, "/v1/runs?limit=1&cursor=" + cursor).status()).isEqualTo(200);
        for (String other : new String[] {"/v1/api-keys", "/v1/agents", "/v1/audit", "/v1/approvals", "/v1/tools"}) {
            assertThat(get(admin, other + "?cursor=" + cursor).status())
                    .as(other)
                    .isEqualTo(400);
        }
        String run = TestRuns.run(jdbc, tenant);
        for (String part : new String[] {"steps", "attempts", "decisions", "journal"}) {
            assertThat(get(admin, "/v1/runs/" + run + "/" + part + "?cursor=" + cursor)
                            .status())
                    .as(part)
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/form-data|400",
                "multipart/mixed; x=1|400",
                "nonsense|400",
                "application/json; charset=none-such|400",
                "*/*|400",
                "application/json; charset=utf-16|415",
                "multipart/form-data; boundary=x|415",
                "application/x-www-form-urlencoded|415",
                "text/plain|415",
                "application/xml|415"
            })
    void a_body_of_a_type_that_cannot_be_read_is_refused(String type, int status) {
        Answer answer = call(
                request(admin, "/v1/api-keys").setHeader("Content-Type", type).POST(BodyPublishers.ofString("a=b")));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/problem+json");
    }

    @Test
    void a_body_in_another_encoding_is_415() {
        Answer answer = call(request(admin, "/v1/api-keys")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(answer.status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"name\": }", "nul", "{\"name\": \"\\x\"}", "\"\\ud8\"", "{'name': 1}"})
    void a_body_that_is_no_json_is_400(String body) {
        for (String route : new String[] {"/v1/api-keys", "/v1/runs"}) {
            assertThat(post(admin, route, body).status()).as(route).isEqualTo(400);
        }
    }

    @Test
    void a_field_that_is_unknown_or_of_another_type_is_422_and_named() {
        for (String body : new String[] {
            "{\"name\": \"ci\", \"roles\": [\"viewer\"], \"surprise\": 1}",
            "{\"name\": \"ci\", \"roles\": [\"viewer\"], \"surprise\": null}",
            "{\"name\": \"ci\", \"roles\": [\"viewer\"], \"expires_in_seconds\": \"soon\"}",
            "{\"name\": \"ci\", \"roles\": [\"viewer\"], \"expires_in_seconds\": \"60\"}",
            "{\"name\": \"ci\", \"roles\": \"viewer\"}",
            "[]",
            "7"
        }) {
            Answer answer = post(admin, "/v1/api-keys", body);
            assertThat(answer.status()).as(body).isEqualTo(422);
            assertThat(answer.json().at("/errors")).as(body).isNotEmpty();
        }
    }

    @Test
    void bytes_that_are_not_utf8_are_400() {
        byte[] body = {'{', '"', 'n', '"', ':', '"', (byte) 0xff, (byte) 0xfe, '"', '}'};
        for (String route : new String[] {"/v1/api-keys", "/v1/runs", "/v1/agents", "/v1/policies/lint"}) {
            assertThat(call(request(admin, route).POST(BodyPublishers.ofByteArray(body)))
                            .status())
                    .as(route)
                    .isEqualTo(400);
        }
    }

    @Test
    void an_answer_that_the_caller_does_not_take_is_406() {
        Answer answer =
                call(request(admin, "/v1/runs").header("Accept", "image/png").GET());
        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.text("/code")).isEqualTo("not-acceptable");
    }

    @Test
    void methods_that_a_route_does_not_have_are_405_with_those_that_it_has() {
        for (String method : new String[] {"DELETE", "PATCH", "PUT"}) {
            Answer answer = call(request(admin, "/v1/runs").method(method, BodyPublishers.noBody()));
            assertThat(answer.status()).as(method).isEqualTo(405);
            assertThat(answer.header("Allow").orElse("")).contains("GET").contains("POST");
        }
        assertRefused(raw("TRACE /v1/runs", ""), 405);
        assertRefused(raw("MAKE /v1/runs", ""), 405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /v1/runs/%zz", "GET /v1/runs/a%00b", "GET /v1/runs/..%2f..%2fx", "GET /v1/ru ns", "GET v1"})
    void an_address_that_is_none_is_400_with_a_problem(String line) {
        assertRefused(raw(line, ""), 400);
    }

    @Test
    void a_blob_is_stored_whatever_its_client_says_of_it() {
        String run = TestRuns.run(jdbc, tenant);
        for (Map.Entry<String, String> kept : Map.of(
                        "application/x-www-form-urlencoded", "application/octet-stream",
                        "text/csv; charset=iso-8859-1", "text/csv;charset=iso-8859-1",
                        "application/json", "application/json")
                .entrySet()) {
            Answer stored = call(request(admin, "/v1/artifacts?run_id=" + run)
                    .setHeader("Content-Type", kept.getKey())
                    .POST(BodyPublishers.ofString("a=b&c=%zz " + kept.getKey())));
            assertThat(stored.status()).as(stored.body()).isEqualTo(201);
            assertThat(stored.json().at("/size_bytes").asInt())
                    .isEqualTo(10 + kept.getKey().length());
            assertThat(stored.text("/media_type")).isEqualToIgnoringCase(kept.getValue());
            assertThat(get(admin, "/v1/artifacts/" + stored.text("/sha256")).body())
                    .isEqualTo("a=b&c=%zz " + kept.getKey());
        }
        assertThat(raw("POST /v1/artifacts?run_id=" + run, "Content-Type: multipart/form-data; boundary=x\n"))
                .startsWith("HTTP/1.1 415");
    }

    private String raw(String line, String headers) {
        return RawHttp.send(uri("/"), line, "Authorization: Bearer " + admin + "\n" + headers, "");
    }

    private static void assertRefused(String answer, int status) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").containsIgnoringCase("application/problem+json");
    }
}
