package dev.ferrumdeck.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Every wire record, to JSON and back, in both generations of Jackson that read them. */
class WireRecordsTest {
    private static final ObjectMapper JACKSON_2 = new ObjectMapper();
    private static final JsonMapper JACKSON_3 = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Path PROTOCOL = Path.of("..", "docs", "protocol.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- golden: (\\w+) -->\\s*```json\\n(.*?)```", Pattern.DOTALL);

    static Stream<Class<?>> records() {
        return Stream.of(
                ClaimRequest.class,
                Grant.class,
                Job.class,
                LlmInput.class,
                LlmOutput.class,
                Message.class,
                ModelRef.class,
                RenewReply.class,
                RenewRequest.class,
                ResultReply.class,
                ResultRequest.class,
                SignedGrant.class,
                ToolCall.class,
                ToolInput.class,
                ToolOutput.class,
                ToolSpec.class,
                Usage.class,
                WorkerError.class);
    }

    @ParameterizedTest
    @MethodSource("records")
    void survives_both_jacksons_unchanged(Class<?> type) throws IOException {
        String golden = golden(type.getSimpleName());
        Object second = JACKSON_2.readValue(golden, type);
        Object third = JACKSON_3.readValue(golden, type);

        assertThat(second).isEqualTo(third);
        assertThat(tree(JACKSON_2.writeValueAsString(second))).isEqualTo(tree(golden));
        assertThat(tree(JACKSON_3.writeValueAsString(third))).isEqualTo(tree(golden));
    }

    @ParameterizedTest
    @MethodSource("records")
    void ignores_what_a_later_version_may_add(Class<?> type) throws IOException {
        ObjectNode later = (ObjectNode) JACKSON_2.readTree(golden(type.getSimpleName()));
        later.put("added_later", 1);

        assertThat(JACKSON_3.readValue(later.toString(), type))
                .isEqualTo(JACKSON_2.readValue(golden(type.getSimpleName()), type));
        assertThat(JACKSON_2.readValue(later.toString(), type))
                .isEqualTo(JACKSON_2.readValue(golden(type.getSimpleName()), type));
    }

    @ParameterizedTest
    @MethodSource("records")
    void reads_absent_parts_as_null(Class<?> type) throws IOException {
        ObjectNode all = (ObjectNode) JACKSON_2.readTree(golden(type.getSimpleName()));
        List<String> nulls = new ArrayList<>();
        all.fieldNames().forEachRemaining(name -> {
            if (all.get(name).isNull()) {
                nulls.add(name);
            }
        });
        ObjectNode without = all.deepCopy().without(nulls);

        assertThat(JACKSON_3.readValue(without.toString(), type)).isEqualTo(JACKSON_3.readValue(all.toString(), type));
        assertThat(JACKSON_2.readValue(without.toString(), type)).isEqualTo(JACKSON_2.readValue(all.toString(), type));
    }

    @Test
    void usage_without_its_parts_has_none_of_them() throws IOException {
        String plain = "{\"input_tokens\":5,\"output_tokens\":2}";
        assertThat(JACKSON_3.readValue(plain, Usage.class)).isEqualTo(Usage.of(5, 2));
        assertThat(JACKSON_2.readValue(plain, Usage.class)).isEqualTo(Usage.of(5, 2));
    }

    @Test
    void usage_that_cannot_be_true_is_not_believed() {
        assertThat(Usage.of(5, 2).isBelievable(true)).isTrue();
        assertThat(Usage.of(0, 0).isBelievable(false)).isTrue();
        assertThat(Usage.of(0, 0).isBelievable(true)).isFalse();
        assertThat(Usage.of(5, 0).isBelievable(true)).isFalse();
        assertThat(Usage.of(-1, 2).isBelievable(false)).isFalse();
        assertThat(Usage.of(Long.MAX_VALUE, 2).isBelievable(true)).isFalse();
        assertThat(new Usage(5, 2, 4L, 2L, 0L, null).isBelievable(true)).isFalse();
        assertThat(new Usage(5, 2, 4L, 1L, 3L, null).isBelievable(true)).isFalse();
        assertThat(new Usage(5, 2, -4L, 0L, 0L, null).isBelievable(true)).isFalse();
    }

    @Test
    void the_golden_file_has_every_record() throws IOException {
        assertThat(goldens().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        records().map(Class::getSimpleName).toList());
    }

    @Test
    void the_examples_of_the_protocol_text_are_the_golden_ones() throws IOException {
        Matcher examples = EXAMPLE.matcher(Files.readString(PROTOCOL));
        int seen = 0;
        while (examples.find()) {
            assertThat(tree(examples.group(2))).isEqualTo(tree(golden(examples.group(1))));
            seen++;
        }
        assertThat(seen).isGreaterThanOrEqualTo(7);
    }

    private static String golden(String name) throws IOException {
        return JACKSON_2.writeValueAsString(Objects.requireNonNull(goldens().get(name), name));
    }

    private static Map<String, Object> goldens() throws IOException {
        try (InputStream in = WireRecordsTest.class.getResourceAsStream("/vectors/wire.json")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            Map<String, Object> goldens = new TreeMap<>();
            JACKSON_2.readTree(text).properties().forEach(entry -> goldens.put(entry.getKey(), entry.getValue()));
            return goldens;
        }
    }

    private static Object tree(String json) throws IOException {
        return JACKSON_2.readTree(json);
    }
}
