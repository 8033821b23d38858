package dev.ferrumdeck.workflows.dag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.policy.spec.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class SchemaCheckTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final SchemaCheck check = new SchemaCheck();

    @Test
    void each_fault_points_into_the_value() {
        Map<String, Object> schema = json("""
                {"type": "object", "required": ["a", "c"], "additionalProperties": false,
                 "properties": {"a": {"type": "integer", "minimum": 3}, "c": {},
                                "l": {"type": "array", "items": {"$ref": "#/$defs/s"}}},
                 "$defs": {"s": {"type": "string"}}}
                """);

        List<Fault> faults = check.check(schema, json("{\"a\": 1, \"b~x\": 2, \"l\": [\"x\", 1]}"));

        assertThat(faults)
                .extracting(fault -> fault.pointer() + " " + fault.code())
                .containsExactlyInAnyOrder("/a minimum", "/l/1 type", "/b~0x additionalProperties", "/c required");
        assertThat(check.check(schema, json("{\"a\": 3, \"c\": null}"))).isEmpty();
        assertThat(check.check(null, "anything")).isEmpty();
        assertThat(check.check(Map.of("type", "string"), null)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"objekt\"}                                             | /type",
                "{\"properties\": 5}                                                | /properties",
                "{\"properties\": {\"a\": {\"minimum\": \"x\"}}}                    | /properties/a/minimum",
                "{\"properties\": {\"a\": {\"$ref\": \"https://example.com/x\"}}}   | /properties/a/$ref",
                "{\"$ref\": \"file:///etc/passwd\"}                                 | /$ref",
                "{\"$ref\": \"#/nope\"}                                             | ''",
                "{\"$ref\": \"#\"}                                                  | ''",
                "{\"$schema\": \"https://example.com/x\"}                           | /$schema",
                "{\"pattern\": \"(\"}                                               | ''",
            })
    void a_schema_that_cannot_be_used_is_refused(String schema, String pointer) {
        assertThat(SchemaCheck.checkSchema(json(schema)))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.pointer()).isEqualTo(pointer));
        assertThat(check.check(json(schema), Map.of("a", "b")))
                .as("fits nothing")
                .satisfies(faults -> {
                    if (!pointer.startsWith("/p") || pointer.endsWith("$ref")) {
                        assertThat(faults).isNotEmpty();
                    }
                });
    }

    @Test
    void older_drafts_that_say_so_are_fine() {
        Map<String, Object> draft7 =
                json("{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"string\"}");

        assertThat(SchemaCheck.checkSchema(draft7)).isEmpty();
        assertThat(check.check(draft7, 5)).hasSize(1);
    }

    @Test
    void schemas_with_the_same_id_do_not_mix() {
        Map<String, Object> one = json("{\"$id\": \"https://example.com/a\", \"type\": \"string\"}");
        Map<String, Object> other = json("{\"$id\": \"https://example.com/a\", \"type\": \"integer\"}");

        assertThat(check.check(one, "x")).isEmpty();
        assertThat(check.check(other, "x")).hasSize(1);
        assertThat(check.check(one, "x")).isEmpty();
    }

    @Test
    @Timeout(10)
    void patterns_take_linear_time() {
        Map<String, Object> schema = json("{\"pattern\": \"^(a|a|aa)+$\"}");

        assertThat(check.check(schema, "a".repeat(20_000) + "!")).hasSize(1);
    }

    private static Map<String, Object> json(String text) {
        return JSON.readValue(text, new TypeReference<Map<String, Object>>() {});
    }
}
