package dev.ferrumdeck.gateway.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferrumdeck.contracts.wire.Message;
import dev.ferrumdeck.gateway.platform.web.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentInputTest {
    private static AgentInput read(String json) {
        return AgentInput.of(Json.read(json, Object.class), Json::write);
    }

    @Test
    void a_message_is_asked_as_it_is() {
        assertThat(read("{\"message\": \"refund 4711\"}")).isEqualTo(new AgentInput(List.of(), "refund 4711"));
        assertThat(read("\"refund 4711\"").message()).isEqualTo("refund 4711");
        assertThat(read("{\"order\": 4711}").message()).isEqualTo("{\"order\":4711}");
    }

    @Test
    void the_history_comes_first() {
        assertThat(read("""
            {"message": "and now?", "history": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "hello"}]}
            """))
                .isEqualTo(new AgentInput(
                        List.of(Message.user("hi"), Message.assistant("hello", List.of(), null)), "and now?"));
    }

    @Test
    void nothing_else_of_the_input_is_dropped() {
        assertThat(read("{\"message\": \"refund it\", \"order\": {\"id\": 4711}}")
                        .message())
                .isEqualTo("refund it\n\nFurther input: {\"order\":{\"id\":4711}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"message\": \"\"} | /message | is empty",
                "{\"message\": \" \\n\"} | /message | is empty",
                "\"\" | '' | is empty",
                "null | '' | is empty",
                "{\"message\": \"a\", \"history\": {}} | /history | must be a list",
                "{\"message\": \"a\", \"history\": [\"b\"]} | /history/0 | is {role, content}",
                "{\"message\": \"a\", \"history\": [{\"role\": \"system\", \"content\": \"b\"}]} | /history/0 | user"
                        + " or assistant",
                "{\"message\": \"a\", \"history\": [{\"role\": \"user\", \"content\": \"\"}]} | /history/0 | a text",
                "{\"message\": \"a\", \"history\": [{\"role\": \"user\", \"content\": \"b\", \"x\": 1}]} | /history/0"
                        + " | is {role, content}"
            })
    void what_cannot_be_asked_is_refused_with_its_place(String json, String pointer, String why) {
        assertThatThrownBy(() -> read(json)).isInstanceOfSatisfying(AgentInput.Refused.class, refused -> {
            assertThat(refused.pointer()).isEqualTo(pointer);
            assertThat(refused.getMessage()).contains(why);
        });
    }

    @Test
    void a_map_is_kept_in_its_order() {
        assertThat(AgentInput.of(Map.of("message", "m", "k", 1), Json::write).message())
                .endsWith("{\"k\":1}");
    }
}
