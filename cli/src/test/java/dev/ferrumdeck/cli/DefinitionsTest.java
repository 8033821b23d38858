package dev.ferrumdeck.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.cli.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checking, comparing, retiring and finding what is published. */
class DefinitionsTest extends CommandLineTest {
    private static final String POLICY = "kind: policy\nname: p\nrules: []\n";

    @Test
    void a_dry_run_says_what_would_happen_and_sets_no_budget() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), POLICY + "---\nkind: budget\nlimits: {tokens: 5}\n");
        server.stubs().stubFor(post("/v1/policies?dry_run=true").willReturn(okJson("""
                {"name":"p","version":3,"change":"updated","dry_run":true,
                 "warnings":[{"pointer":"/rules","message":"no rule: everything is denied"}]}""")));

        Call call = call("apply", file.toString(), "--dry-run");

        assertThat(call.exitCode()).isZero();
        assertThat(call.out()).contains("would be updated").contains("would be set");
        assertThat(call.err()).contains("warning: p at /rules: no rule");
        server.stubs().verify(0, putRequestedFor(anyUrl()));
    }

    @Test
    void a_difference_is_shown_place_by_place_and_is_1() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), POLICY);
        server.stubs().stubFor(post("/v1/policies?dry_run=true").willReturn(okJson("""
                {"name":"p","version":2,"change":"updated","spec":{"name":"p","rules":[{"id":"a","effect":"allow"}]}}""")));
        server.stubs().stubFor(get("/v1/policies/p").willReturn(okJson("""
                {"spec":{"name":"p","rules":[{"id":"a","effect":"deny"},{"id":"b"}]}}""")));

        Call call = call("diff", file.toString(), "-o", "json");

        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(Json.tree(call.out()).findValuesAsString("at")).containsExactly("/rules/0/effect", "/rules/1");
        assertThat(Json.tree(call.out()).get(0).path("now").asString()).isEqualTo("deny");
        assertThat(Json.tree(call.out()).get(0).path("then").asString()).isEqualTo("allow");
    }

    @Test
    void no_difference_is_0() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), POLICY);
        server.stubs()
                .stubFor(post("/v1/policies?dry_run=true")
                        .willReturn(okJson("{\"name\":\"p\",\"change\":\"unchanged\",\"spec\":{}}")));
        server.stubs().stubFor(get("/v1/policies/p").willReturn(okJson("{\"spec\":{}}")));

        assertThat(call("diff", file.toString()).exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"policy, lint, /v1/policies/lint", "workflow, validate, /v1/workflows/validate"})
    void what_is_checked_is_the_text_of_the_file(String noun, String verb, String route) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), POLICY);
        server.stubs().stubFor(post(route).willReturn(okJson("""
                {"valid":false,"errors":[{"pointer":"/rules","message":"must have one"}],"warnings":[]}""")));

        Call call = call(noun, verb, file.toString());

        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.out()).contains("/rules").contains("must have one");
        server.stubs().verify(postRequestedFor(urlEqualTo(route)).withRequestBody(equalTo(POLICY)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agents", "tools", "workflows", "policies"})
    void each_kind_can_be_retired(String route) {
        server.stubs().stubFor(delete(anyUrl()).willReturn(noContent()));

        String noun = route.equals("policies") ? "policy" : route.substring(0, route.length() - 1);
        assertThat(call(noun, "retire", "x/y").exitCode()).isZero();
        server.stubs().verify(deleteRequestedFor(urlEqualTo("/v1/" + route + "/x%2Fy")));
    }

    @Test
    void runs_are_found_by_age_and_label() {
        server.stubs().stubFor(get(urlPathEqualTo("/v1/runs")).willReturn(okJson("{\"data\":[]}")));

        assertThat(call("run", "list", "--since", "2h", "--label", "team=a b").exitCode())
                .isZero();
        assertThat(call("run", "list", "--since", "yesterday").exitCode()).isEqualTo(2);
        server.stubs()
                .verify(getRequestedFor(urlPathEqualTo("/v1/runs"))
                        .withQueryParam("since", matching("20..-..-..T.*Z"))
                        .withQueryParam("label", equalTo("team=a b")));
    }

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-11-01T00:00:00Z",
        "1d, 2026-10-31T00:01:30Z",
        "2026-01-01T01:00:00+01:00, 2026-01-01T00:00:00Z"
    })
    void times_are_ages_or_points(String text, String expected) {
        assertThat(Since.time(text, Instant.parse("2026-11-01T00:01:30Z"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void a_completion_script_knows_every_noun_and_what_the_launcher_does(String shell) {
        String script = call("completion", shell).out();

        assertThat(script).contains("approval", "watch", "retire", "doctor", "demo");
    }

    @Test
    void a_bash_completion_script_is_read_by_bash() throws IOException, InterruptedException {
        Path script = Files.writeString(
                folder.resolve("c.bash"), call("completion", "bash").out());

        Process bash = new ProcessBuilder("bash", "-n", script.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(bash.waitFor()).isZero();
    }
}
