package dev.ferrumdeck.worker.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.contracts.wire.LlmInput;
import dev.ferrumdeck.contracts.wire.LlmOutput;
import dev.ferrumdeck.contracts.wire.Message;
import dev.ferrumdeck.contracts.wire.ToolSpec;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * The cases of {@code unfriendly.txt}: what comes of each answer, and that the next turn, with what was answered in it, is
 * one that a strict provider takes.
 */
class UnfriendlyModelTest {
    private static final Duration PATIENT = Duration.ofSeconds(25);
    private static final Duration IMPATIENT = Duration.ofMillis(700);

    private final RawModelServer server = new RawModelServer();

    static Stream<Case> cases() throws IOException {
        return Case.all();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void comes_to_a_right_end_and_can_be_answered(Case each) throws Exception {
        server.answer(each.reply());

        End end = ask(each.provider(), List.of(Message.user("add")), each.isEndless() ? IMPATIENT : PATIENT);

        end.check(each.end());
        if (end.done() != null) {
            nextTurnIsTaken(each.provider(), end.output());
        }
    }

    /** The same answer twice in a conversation, each call answered: what a strict provider is sent then. */
    private void nextTurnIsTaken(String provider, LlmOutput output) throws InterruptedException {
        List<Message> messages = new ArrayList<>(List.of(Message.user("add")));
        for (int turn = 0; turn < 2; turn++) {
            messages.add(Message.assistant(output.text(), output.toolCalls(), output.opaque()));
            output.toolCalls().forEach(call -> messages.add(Message.tool(call, "")));
            messages.add(Message.user("go on"));
        }
        server.answer(RawModelServer.status(400, "", "{}"));

        ask(provider, messages, PATIENT);

        String sent = server.bodies.get(0);
        assertThat(StrictProvider.complaints(provider, sent)).isEmpty();
        Opaque.unpack(provider, output.opaque()).ifPresent(kept -> assertSent(sent, kept));
    }

    /** Whatever text was kept, signatures most of all, is sent as it came. */
    private static void assertSent(String sent, JsonNode kept) {
        if (kept.isContainer()) {
            kept.forEach(each -> assertSent(sent, each));
        } else if (kept.isString()) {
            assertThat(sent).contains(Trees.ascii(kept));
        }
    }

    private End ask(String provider, List<Message> messages, Duration limit) throws InterruptedException {
        Map<String, Object> schema = Map.of("type", "object", "properties", Map.of());
        List<ToolSpec> tools = List.of(new ToolSpec("t_add", "Adds", schema));
        LlmInput input = new LlmInput(provider, "m", "You help.", messages, tools, 256, null, List.of(), 0, null);
        try {
            return new End(LlmCalls.act(LlmSettingsFor.at(server.base(), true, limit), input), null);
        } catch (WorkFailed e) {
            return new End(null, e);
        }
    }
}
