package dev.ferrumdeck.worker.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferrumdeck.contracts.wire.LlmInput;
import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.Message;
import dev.ferrumdeck.contracts.wire.ModelRef;
import dev.ferrumdeck.contracts.wire.Usage;
import dev.ferrumdeck.worker.llm.RawModelServer.Reply;
import dev.ferrumdeck.worker.work.Done;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done around single answers: waiting, standing in, leaving alone, repairing, stopping. */
@Timeout(60)
class ModelsTest {
    private static final Reply LIMITED =
            RawModelServer.status(429, "Retry-After: 1\r\n", "{\"error\":{\"message\":\"slow\"}}");
    private static final Reply AWAY = RawModelServer.status(500, "", "{\"error\":{\"message\":\"broke\"}}");
    private static final Map<String, Object> SCHEMA =
            Map.of("type", "object", "required", List.of("n"), "properties", Map.of("n", Map.of("type", "integer")));

    private final RawModelServer server = new RawModelServer();
    private final LlmActor actor = LlmCalls.actor(LlmSettingsFor.at(server.base(), true, Duration.ofSeconds(20)));

    @AfterEach
    void close() {
        server.close();
    }

    private static Reply says(String text) {
        return RawModelServer.json(
                "{\"choices\":[{\"message\":{\"content\":" + Trees.ascii(Trees.MAPPER.valueToTree(text))
                        + "}}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}");
    }

    private static LlmInput input(int patience, @Nullable Map<String, Object> schema, ModelRef... fallbacks) {
        return new LlmInput(
                "openai",
                "m",
                null,
                List.of(Message.user("hi")),
                List.of(),
                100,
                null,
                List.of(fallbacks),
                patience,
                schema);
    }

    private Done act(LlmInput input) throws InterruptedException {
        return LlmCalls.act(actor, input, text -> {});
    }

    private static String text(Done done) {
        return String.valueOf(((LlmOutput) done.output()).text());
    }

    @Test
    void a_rate_limit_is_waited_out_as_long_as_the_provider_asks() throws Exception {
        server.answer(LIMITED, LIMITED, says("there"));
        long begun = System.nanoTime();

        Done done = act(input(60, null));

        assertThat(text(done)).isEqualTo("there");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(2));
        assertThat(done.usage()).isEqualTo(Usage.of(10, 5).by("openai/m"));
    }

    @Test
    void a_model_that_cannot_answer_is_stood_in_for_and_the_bill_says_by_whom() throws Exception {
        server.answer(AWAY, says("I stand in"));

        Done done = act(input(0, null, new ModelRef("openai", "other")));

        assertThat(text(done)).isEqualTo("I stand in");
        assertThat(done.usage()).isEqualTo(Usage.of(10, 5).by("openai/other"));
        assertThat(server.bodies.get(1)).contains("\"model\":\"other\"");
    }

    @Test
    void nobody_knows_the_bill_when_the_first_broke_off_midway() throws Exception {
        server.answer(RawModelServer.raw(""), says("I stand in"));

        assertThat(act(input(0, null, new ModelRef("openai", "other"))).usage()).isNull();
    }

    @Test
    void the_failure_of_the_model_itself_is_told_when_none_can_answer() {
        server.answer(AWAY, RawModelServer.status(404, "", "{\"error\":{\"message\":\"no such\"}}"));

        assertThatThrownBy(() -> act(input(0, null, new ModelRef("openai", "other"))))
                .isInstanceOfSatisfying(WorkFailed.class, failure -> {
                    assertThat(failure.getMessage()).contains("openai/m").contains("broke");
                    assertThat(failure.asError().retryable()).isTrue();
                    assertThat(failure.usage()).isEqualTo(Usage.of(0, 0));
                });
    }

    @Test
    void a_provider_that_keeps_failing_is_left_alone() {
        server.answer(AWAY);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> act(input(0, null))).hasMessageContaining("broke");
        }
        int asked = server.bodies.size();

        assertThatThrownBy(() -> act(input(0, null))).hasMessageContaining("left alone for 20 s");

        assertThat(server.bodies).hasSize(asked);
    }

    @Test
    void an_answer_that_does_not_fit_its_schema_is_repaired_once() throws Exception {
        server.answer(says("{\"n\": \"seven\"}"), says("```json\n{\"n\": 7}\n```"));

        Done done = act(input(0, SCHEMA));

        assertThat(((LlmOutput) done.output()).structured()).isEqualTo(Map.of("n", 7));
        assertThat(done.usage()).isEqualTo(Usage.of(20, 10).by("openai/m"));
        assertThat(server.bodies.get(0)).contains("\"json_schema\"");
        assertThat(server.bodies.get(1)).contains("/n", "seven", "Answer with the corrected JSON");
    }

    @Test
    void an_answer_that_does_not_fit_twice_fails_with_what_is_wrong_and_its_bill() {
        server.answer(says("seven"));

        assertThatThrownBy(() -> act(input(0, SCHEMA))).isInstanceOfSatisfying(WorkFailed.class, failure -> {
            assertThat(failure.asError().code()).isEqualTo("answer-unfit");
            assertThat(failure.getMessage()).contains("it is not JSON");
            assertThat(failure.usage()).isEqualTo(Usage.of(20, 10).by("openai/m"));
        });
        assertThat(server.bodies).hasSize(2);
    }

    @Test
    void text_is_heard_while_it_comes() throws Exception {
        server.answer(RawModelServer.events(
                "{\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}"));
        List<String> heard = new CopyOnWriteArrayList<>();

        LlmCalls.act(actor, input(0, null), heard::add);

        assertThat(heard).containsExactly("Hel", "lo");
    }

    @Test
    void a_call_that_is_told_to_stop_closes_its_connection_at_once() throws Exception {
        server.answer(RawModelServer.HANG);
        ExecutorService hand = Executors.newSingleThreadExecutor();
        Future<?> call = hand.submit(() -> act(input(0, null)));
        await().until(() -> server.bodies.size() == 1);

        call.cancel(true);

        await().atMost(Duration.ofSeconds(5)).until(() -> server.gone() == 1);
        hand.shutdownNow();
    }

    @Test
    void two_hundred_calls_are_in_motion_at_once() throws Exception {
        server.answer(RawModelServer.HANG);
        ExecutorService hands = Executors.newCachedThreadPool();
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(hands.submit(() -> act(input(0, null))));
        }

        await().atMost(Duration.ofSeconds(18)).until(() -> server.bodies.size() == 200);

        calls.forEach(call -> call.cancel(true));
        await().until(() -> server.gone() == 200);
        hands.shutdownNow();
    }
}
