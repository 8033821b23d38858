package dev.ferrumdeck.worker.llm;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.ToolCall;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.worker.testing.Jobs;
import dev.ferrumdeck.worker.work.Assignment;
import dev.ferrumdeck.worker.work.Done;
import dev.ferrumdeck.worker.work.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProvidersTest {
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
             "usage": {"prompt_tokens": 812, "completion_tokens": 31, "total_tokens": 843}}\
            """)));

        Done done = call("openai", "gpt-4.1");

        LlmOutput output = (LlmOutput) done.output();
        assertThat(output.finishReason()).isEqualTo("tool_calls");
        assertThat(output.model()).isEqualTo("gpt-4.1-2025-04-14");
        assertThat(output.responseId()).isEqualTo("chatcmpl-9");
        assertThat(output.toolCalls())
                .containsExactly(ToolCall.of(
                        "call_2_1", "payments_refund", Map.of("order", "4711", "amount", new BigDecimal("120.5"))));
        assertThat(done.usage()).isEqualTo(Usage.of(812, 31).by("openai/gpt-4.1"));
        PROVIDER.verify(postRequestedFor(urlEqualTo("/v1/chat/completions"))
                .withHeader("Authorization", equalTo("Bearer " + LlmSettingsFor.OPENAI_KEY))
                .withRequestBody(matchingJsonPath("$.model", equalTo("gpt-4.1")))
                .withRequestBody(matchingJsonPath("$.max_tokens", equalTo("256")))
                .withRequestBody(matchingJsonPath("$.messages[0].role", equalTo("system")))
                .withRequestBody(matchingJsonPath("$.messages[1].content", equalTo("refund order 4711")))
                .withRequestBody(matchingJsonPath("$.messages[2].tool_calls[0].id", equalTo("call_1_1")))
                .withRequestBody(matchingJsonPath("$.messages[3].tool_call_id", equalTo("call_1_1")))
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
               "output_tokens": 40}}\
            """)));

        Done done = call("anthropic", "claude-sonnet-4-5");

        LlmOutput output = (LlmOutput) done.output();
        assertThat(output.text()).isEqualTo("I will refund it.");
        assertThat(output.toolCalls())
                .containsExactly(ToolCall.of("call_2_1", "payments_refund", Map.of("order", "4711")));
        assertThat(output.finishReason()).isEqualTo("tool_calls");
        assertThat(done.usage()).isEqualTo(new Usage(812, 40, 100L, 12L, 0L, "anthropic/claude-sonnet-4-5"));
        PROVIDER.verify(postRequestedFor(urlEqualTo("/v1/messages"))
                .withHeader("x-api-key", equalTo(LlmSettingsFor.ANTHROPIC_KEY))
                .withRequestBody(matchingJsonPath("$.model", equalTo("claude-sonnet-4-5")))
                .withRequestBody(matchingJsonPath("$.system[0].text", equalTo("You help.")))
                .withRequestBody(matchingJsonPath("$.messages[1].content[0].type", equalTo("tool_use")))
                .withRequestBody(matchingJsonPath("$.messages[2].content[0].tool_use_id", equalTo("call_1_1")))
                .withRequestBody(matchingJsonPath("$.tools[0].input_schema.properties.id.pattern", equalTo("[0-9]+"))));
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
        LlmActor actor = LlmCalls.actor(LlmSettingsFor.none());
        assertThatThrownBy(() -> actor.prepare(assignment("openai", "m"))).hasMessageContaining("OPENAI_API_KEY");
        assertThatThrownBy(() -> actor.prepare(assignment("scripted", "m")))
                .hasMessageContaining("FERRUMDECK_SCRIPTED_DIR");
        assertThatThrownBy(() -> actor.prepare(assignment("nobody", "m"))).hasMessageContaining("nobody");
    }

    private static Done call(String provider, String model) throws InterruptedException {
        String base = "http://127.0.0.1:" + PROVIDER.getPort() + "/v1";
        return LlmCalls.actor(LlmSettingsFor.at(base, true, Duration.ofSeconds(30)))
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
