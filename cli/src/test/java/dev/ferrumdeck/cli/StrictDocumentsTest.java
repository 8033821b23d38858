package dev.ferrumdeck.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API refuses, the command line refuses, and sends nothing. */
class StrictDocumentsTest extends CommandLineTest {

    @BeforeEach
    void all_is_taken() {
        server.stubs().stubFor(any(anyUrl()).willReturn(okJson("{\"id\":\"run_1\",\"version\":1}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: policy\nname: p\nrules:\n  - {id: a, effect: deny, effect: allow, tools: ['*']}\n",
                "{\"kind\": \"policy\", \"name\": \"p\", \"name\": \"q\"}",
                "kind: policy\nname: p\nname: q\n",
                "kind: policy\nname: &n p\ndescription: *n\n",
                "kind: policy\nname: p\n...\nleft over\n",
                "{\"kind\": \"policy\", \"name\": \"p\"} {\"kind\": \"policy\", \"name\": \"q\"}",
                "[{\"kind\": \"policy\", \"name\": \"p\", \"rules\": [{\"id\": 1, \"id\": 2}]}]"
            })
    void two_readings_are_none(String document) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), document);

        Call call = call("apply", "-f", file.toString());

        assertThat(call.exitCode()).as(call.err()).isEqualTo(2);
        server.stubs().verify(0, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{\"a\":1} {\"b\":2}", "{\"a\":{\"b\":1,\"b\":1}}"})
    void nor_on_the_command_line(String value) throws IOException {
        Path file = Files.writeString(folder.resolve("v.json"), value);
        for (List<String> words : List.of(
                List.of("run", "start", "--agent", "a", "--input", value),
                List.of("run", "start", "--agent", "a", "--input", "@" + file),
                List.of("approval", "edit", "apr_1", "--arguments", value),
                List.of("approval", "reconcile", "apr_1", "happened", "--result", value))) {
            assertThat(call(words.toArray(String[]::new)).exitCode())
                    .as(words.toString())
                    .isEqualTo(2);
        }
        server.stubs().verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void a_budget_with_a_key_that_nobody_knows_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("b.yaml"), "kind: budget\nlimit: {tokens: 5}\n");

        Call call = call("apply", "-f", file.toString());

        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).contains("a budget has no limit");
    }

    @Test
    void documents_that_share_a_file_keep_their_own_text() {
        String first = "kind: tool\nname: a # one\n";
        String second = "---\nkind: tool\nname: b\ndescription: |\n  x --- y\n   ---\n";

        List<Documents.Document> documents = Documents.parse("f", "# only a comment\n---\n" + first + second);

        assertThat(documents).extracting(Documents.Document::text).containsExactly("---\n" + first, second);
        assertThat(documents.get(1).body().path("description").asString()).isEqualTo("x --- y\n ---\n");
    }

    @Test
    void a_fault_in_a_later_document_is_found_at_its_line() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), "kind: tool\nname: a\n---\nkind: tool\nname: [\n");

        assertThat(call("apply", "-f", file.toString()).err()).contains("line 5");
    }
}
