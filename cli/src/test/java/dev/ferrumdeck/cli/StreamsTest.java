package dev.ferrumdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class StreamsTest extends CommandLineTest {

    @Test
    void what_does_not_arrive_is_a_failure() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full));
        StringWriter err = new StringWriter();
        try (Writer out = new OutputStreamWriter(new FileOutputStream(full.toFile()), StandardCharsets.UTF_8)) {
            int exitCode = Main.run(env, folder, server.retries(), new Streams(out, err), "config");
            assertThat(exitCode).isEqualTo(1);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("space"); // closing it fails once more
        }
        assertThat(err.toString()).contains("cannot write the output: No space left on device");
    }

    @Test
    void a_file_that_is_not_there_is_said_not_to_be_there() {
        Call call = call("apply", "-f", folder.resolve("none.yaml").toString());

        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).contains("no such file or folder").contains("none.yaml");
    }

    @Test
    void a_journal_that_cannot_be_saved_is_said() {
        server.stubs()
                .stubFor(com.github.tomakehurst.wiremock.client.WireMock.get(
                                com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo(
                                        "/v1/runs/run_1/journal"))
                        .willReturn(com.github.tomakehurst.wiremock.client.WireMock.okJson("{\"data\":[]}")));

        Call call = call(
                "run",
                "journal",
                "run_1",
                "--save",
                folder.resolve("no/such/file").toString());

        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err()).contains("cannot write").contains("no such file or folder");
    }
}
