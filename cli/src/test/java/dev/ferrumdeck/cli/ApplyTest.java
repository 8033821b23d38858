package dev.ferrumdeck.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApplyTest extends CommandLineTest {
    private static final String TOOL = "kind: tool\nname: orders.lookup\nserver: orders\n";
    private static final String AGENT = "kind: agent\nname: support\ntools: [orders.lookup]\n";

    @BeforeEach
    void nothing_is_there() {
        server.stubs()
                .stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().withStatus(404)));
        server.stubs()
                .stubFor(post("/v1/tools")
                        .willReturn(okJson("{\"name\":\"orders.lookup\",\"version\":1,\"change\":\"created\"}")));
        server.stubs()
                .stubFor(post("/v1/agents")
                        .willReturn(okJson("{\"name\":\"support\",\"version\":4,\"change\":\"unchanged\"}")));
        server.stubs().stubFor(put("/v1/budgets/tenant").willReturn(okJson("{\"scope\":\"tenant\"}")));
    }

    @Test
    void a_folder_is_applied_in_the_order_that_references_need() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), AGENT + "---\nkind: budget\nlimits: {tokens: 5}\n");
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/z.yml"), TOOL);

        Call call = call("apply", "-f", folder.toString(), "-o", "ndjson");

        assertThat(call.out().lines())
                .containsExactly(
                        "{\"kind\":\"tool\",\"name\":\"orders.lookup\",\"version\":1,\"result\":\"created\"}",
                        "{\"kind\":\"agent\",\"name\":\"support\",\"version\":4,\"result\":\"unchanged\"}",
                        "{\"kind\":\"budget\",\"name\":\"tenant\",\"result\":\"set\"}");
        server.stubs()
                .verify(postRequestedFor(urlEqualTo("/v1/tools"))
                        .withHeader("Content-Type", equalTo("application/yaml"))
                        .withRequestBody(equalTo(TOOL)));
        server.stubs()
                .verify(putRequestedFor(urlEqualTo("/v1/budgets/tenant"))
                        .withRequestBody(equalToJson("{\"limits\":{\"tokens\":5}}")));
    }

    @Test
    void nothing_is_sent_when_one_document_says_no_kind() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), TOOL + "---\nname: other\n");

        Call call = call("apply", "-f", folder.resolve("a.yaml").toString());

        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).contains("a.yaml#2 says no kind");
        server.stubs().verify(0, postRequestedFor(urlEqualTo("/v1/tools")));
    }

    @Test
    void a_noun_takes_its_own_kind_only() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), TOOL);

        Call call = call("agent", "apply", "-f", folder.resolve("a.yaml").toString());

        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).contains("is a tool, not a agent");
    }

    @Test
    void a_broken_file_is_named_with_its_line() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "kind: tool\nname: [\n");

        Call call = call("apply", "-f", folder.resolve("a.yaml").toString());

        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).contains("a.yaml").contains("line 2, column 8");
    }

    @Test
    void an_edit_changes_some_of_the_proposed_arguments() {
        server.stubs()
                .stubFor(get("/v1/approvals/apr_1")
                        .willReturn(okJson("{\"arguments\":{\"amount\":240.0,\"order_id\":\"4711\"}}")));
        server.stubs().stubFor(post("/v1/approvals/apr_1/decision").willReturn(okJson("{\"id\":\"apr_1\"}")));

        assertThat(call("approval", "edit", "apr_1", "--set", "amount=120.0", "--reason", "half")
                        .exitCode())
                .isZero();
        server.stubs()
                .verify(postRequestedFor(urlEqualTo("/v1/approvals/apr_1/decision"))
                        .withRequestBody(equalToJson("{\"decision\":\"edit\",\"reason\":\"half\","
                                + "\"arguments\":{\"amount\":120.0,\"order_id\":\"4711\"}}")));
        assertThat(List.of(call("approval", "edit", "apr_1").exitCode())).containsExactly(2);
    }
}
