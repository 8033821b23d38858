package dev.ferrumdeck.worker.llm;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.ToolCall;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.worker.settings.LlmSettings;
import dev.ferrumdeck.worker.settings.Secret;
import dev.ferrumdeck.worker.telemetry.Spans;
import dev.ferrumdeck.worker.testing.Jobs;
import dev.ferrumdeck.worker.work.Assignment;
import dev.ferrumdeck.worker.work.Done;
import dev.ferrumdeck.worker.work.Json;
import dev.ferrumdeck.worker.work.WorkFailed;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {
    private static final String OPENAI_KEY = "sk-canary-openai-123456";
    private static final String ANTHROPIC_KEY = "sk-ant-canary-123456";

    @RegisterExtension
    static final WireMockExtension PROVIDER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @Test
    void openai_gets_the_whole_conversation_and_the_tools_and_its_calls_come_back() throws Exception {
        PROVIDER.stubFor(post(urlEqualTo("/v1/chat/completions")).willReturn(okJson("""
                {"id": "chatcmpl-9", "object": "chat.completion", "created": 1790000000, "model": "gpt-4.1-2025-04-14",
                 "choices": [{"index": 0, "finish_reason": "tool_calls", "message": {"role": "assistant", "content": null,
                   "tool_calls": [{"id": "call_abc", "type": "function",
                     "function": {"name": "payments_refund", "arguments": "{\\"order\\":\\"4711\\",\\"amount\\":120.5}"}}]}}],
                 "usage": {"prompt_tokens": 812, "completion_tokens": 31, "total_tokens": 843}}""")));

        Done done = call("openai", "gpt-4.1");

        LlmOutput output = (LlmOutput) done.output();
        assertThat(output.finishReason()).isEqualTo("tool_calls");
        assertThat(output.model()).isEqualTo("gpt-4.1-2025-04-14");
        assertThat(output.responseId()).isEqualTo("chatcmpl-9");
        assertThat(output.toolCalls())
                .containsExactly(new ToolCall("call_abc", "payments_refund", Map.of("order", "4711", "amount", 120.5)));
        assertThat(done.usage()).isEqualTo(new Usage(812, 31));
        PROVIDER.verify(postRequestedFor(urlEqualTo("/v1/chat/completions"))
                .withHeader("Authorization", equalTo("Bearer " + OPENAI_KEY))
                .withRequestBody(matchingJsonPath("$.model", equalTo("gpt-4.1")))
                .withRequestBody(matchingJsonPath("$.max_tokens", equalTo("256")))
                .withRequestBody(matchingJsonPath("$.messages[0].role", equalTo("system")))
                .withRequestBody(matchingJsonPath("$.messages[1].content", equalTo("refund order 4711")))
                .withRequestBody(matchingJsonPath("$.messages[2].tool_calls[0].id", equalTo("call_1")))
                .withRequestBody(matchingJsonPath("$.messages[3].tool_call_id", equalTo("call_1")))
                .withRequestBody(matchingJsonPath("$.messages[3].content", equalTo("order 4711 is paid")))
                .withRequestBody(matchingJsonPath("$.tools[0].function.name", equalTo("orders_lookup")))
                .withRequestBody(
                        matchingJsonPath("$.tools[0].function.parameters.properties.id.pattern", equalTo("[0-9]+")))
                .withRequestBody(matchingJsonPath("$.tools[0].function.parameters.required[0]", equalTo("id"))));
    }

    @Test
    void anthropic_gets_the_same_in_its_own_form() throws Exception {
        PROVIDER.stubFor(post(urlEqualTo("/v1/messages")).willReturn(okJson("""
                {"id": "msg_01", "type": "message", "role": "assistant", "model": "claude-sonnet-4-5-20250929",
                 "content": [{"type": "text", "text": "I will refund it."},
                   {"type": "tool_use", "id": "toolu_1", "name": "payments_refund", "input": {"order": "4711"}}],
                 "stop_reason": "tool_use", "stop_sequence": null,
                 "usage": {"input_tokens": 700, "cache_read_input_tokens": 100, "cache_creation_input_tokens": 12,
                   "output_tokens": 40}}""")));

        Done done = call("anthropic", "claude-sonnet-4-5");

        LlmOutput output = (LlmOutput) done.output();
        assertThat(output.text()).isEqualTo("I will refund it.");
        assertThat(output.toolCalls())
                .containsExactly(new ToolCall("toolu_1", "payments_refund", Map.of("order", "4711")));
        assertThat(output.finishReason()).isEqualTo("tool_calls");
        assertThat(done.usage()).isEqualTo(new Usage(812, 40));
        PROVIDER.verify(postRequestedFor(urlEqualTo("/v1/messages"))
                .withHeader("x-api-key", equalTo(ANTHROPIC_KEY))
                .withRequestBody(matchingJsonPath("$.model", equalTo("claude-sonnet-4-5")))
                .withRequestBody(matchingJsonPath("$.system[0].text", equalTo("You help.")))
                .withRequestBody(matchingJsonPath("$.messages[1].content[0].type", equalTo("tool_use")))
                .withRequestBody(matchingJsonPath("$.messages[2].content[0].tool_use_id", equalTo("call_1")))
                .withRequestBody(matchingJsonPath("$.tools[0].input_schema.properties.id.pattern", equalTo("[0-9]+"))));
    }

    @ParameterizedTest
    @CsvSource({
        "401, PROVIDER_AUTH, false",
        "403, PROVIDER_AUTH, false",
        "429, PROVIDER_RATE_LIMITED, true",
        "500, PROVIDER_UNAVAILABLE, true",
        "503, PROVIDER_UNAVAILABLE, true",
        "529, PROVIDER_UNAVAILABLE, true",
        "400, PROVIDER_REJECTED, false",
        "404, PROVIDER_REJECTED, false"
    })
    void errors_of_providers_have_our_codes_and_never_show_a_key(int status, ErrorCode code, boolean retryable) {
        String body = "{\"error\":{\"message\":\"Incorrect API key provided: " + OPENAI_KEY + " or " + ANTHROPIC_KEY
                + ". Hm.\",\"type\":\"some_error\"}}";
        PROVIDER.stubFor(post(urlEqualTo("/v1/chat/completions"))
                .willReturn(aResponse().withStatus(status).withBody(body)));
        PROVIDER.stubFor(post(urlEqualTo("/v1/messages"))
                .willReturn(aResponse().withStatus(status).withBody(body)));

        for (String provider : new String[] {"openai", "anthropic"}) {
            assertThatThrownBy(() -> call(provider, "m")).isInstanceOfSatisfying(WorkFailed.class, failure -> {
                assertThat(failure.code()).isEqualTo(code);
                assertThat(failure.asError().retryable()).isEqualTo(retryable);
                assertThat(failure.getMessage()).doesNotContain("canary").contains(provider);
            });
        }
    }

    @Test
    void a_broken_connection_and_an_answer_that_is_no_json_may_pass() {
        PROVIDER.stubFor(post(urlEqualTo("/v1/chat/completions"))
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        assertCode("openai", ErrorCode.PROVIDER_UNAVAILABLE);
        PROVIDER.stubFor(post(urlEqualTo("/v1/chat/completions"))
                .willReturn(aResponse().withStatus(200).withBody("<html>")));
        assertCode("openai", ErrorCode.PROVIDER_UNAVAILABLE);
    }

    @Test
    void a_call_that_is_interrupted_stops_at_once() throws Exception {
        PROVIDER.stubFor(
                post(urlEqualTo("/v1/chat/completions")).willReturn(okJson("{}").withFixedDelay(20_000)));
        Throwable[] thrown = new Throwable[1];
        Thread caller = new Thread(() -> {
            try {
                call("openai", "gpt-4.1");
            } catch (InterruptedException | RuntimeException e) {
                thrown[0] = e;
            }
        });
        caller.start();
        org.awaitility.Awaitility.await()
                .until(() -> PROVIDER.getAllServeEvents().size() > 0 || caller.getState() == Thread.State.WAITING);

        caller.interrupt();
        caller.join(5000);

        assertThat(thrown[0]).isInstanceOf(InterruptedException.class);
    }

    @Test
    void a_provider_without_a_key_is_not_served() {
        LlmActor actor = new LlmActor(
                new LlmSettings(Secret.NONE, "http://x", Secret.NONE, "http://x", null, Duration.ofSeconds(1)),
                new Spans(OpenTelemetry.noop()));
        assertThatThrownBy(() -> actor.prepare(assignment("openai", "m"))).hasMessageContaining("OPENAI_API_KEY");
        assertThatThrownBy(() -> actor.prepare(assignment("scripted", "m")))
                .hasMessageContaining("FERRUMDECK_SCRIPTED_DIR");
        assertThatThrownBy(() -> actor.prepare(assignment("nobody", "m"))).hasMessageContaining("nobody");
    }

    private static void assertCode(String provider, ErrorCode code) {
        assertThatThrownBy(() -> call(provider, "m"))
                .isInstanceOfSatisfying(
                        WorkFailed.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static Done call(String provider, String model) throws InterruptedException {
        String base = "http://127.0.0.1:" + PROVIDER.getPort() + "/v1";
        LlmSettings settings = new LlmSettings(
                new Secret(OPENAI_KEY), base, new Secret(ANTHROPIC_KEY), base, null, Duration.ofSeconds(30));
        return new LlmActor(settings, new Spans(OpenTelemetry.noop()))
                .prepare(assignment(provider, model))
                .act();
    }

    private static Assignment assignment(String provider, String model) {
        Map<String, Object> input = new LinkedHashMap<>(Json.object("""
                {"system": "You help.", "max_tokens": 256, "temperature": 0.2,
                 "messages": [
                   {"role": "user", "content": "refund order 4711"},
                   {"role": "assistant", "tool_calls": [{"id": "call_1", "name": "orders_lookup", "arguments": {"id": "4711"}}]},
                   {"role": "tool", "tool_call_id": "call_1", "tool_name": "orders_lookup", "content": "order 4711 is paid"}],
                 "tools": [{"name": "orders_lookup", "description": "Looks up an order", "input_schema":
                   {"type": "object", "properties": {"id": {"type": "string", "pattern": "[0-9]+"}}, "required": ["id"]}}]}
                """));
        input.put("provider", provider);
        input.put("model", model);
        return new Assignment(Jobs.llm(input), input, Duration.ofSeconds(30), "");
    }
}
