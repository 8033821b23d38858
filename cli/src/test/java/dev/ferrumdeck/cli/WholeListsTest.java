package dev.ferrumdeck.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway refuses parameters that a route does not know: lists that come whole are asked for without any. */
class WholeListsTest extends CommandLineTest {

    @ParameterizedTest
    @CsvSource({"worker list, /v1/workers", "queue list, /v1/queues", "budget show, /v1/budgets"})
    void a_list_that_comes_whole_is_asked_for_without_parameters(String command, String path) {
        server.stubs().stubFor(get(urlEqualTo(path)).willReturn(okJson("{\"data\":[{\"id\":\"w1\"}]}")));

        Call call = call(command.split(" "));

        assertThat(call.exitCode()).as(call.err()).isZero();
    }
}
