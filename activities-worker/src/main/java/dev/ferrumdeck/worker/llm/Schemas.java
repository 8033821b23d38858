package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.worker.work.Json;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schema of a tool's arguments as LangChain4j wants it: the outer object by its parts, every property raw, so that
 * nothing of the schema is lost on the way to the model.
 */
final class Schemas {
    private Schemas() {}

    static JsonObjectSchema object(Map<String, Object> schema) {
        JsonObjectSchema.Builder builder = JsonObjectSchema.builder();
        builder.addProperties(raw(schema.get("properties")));
        builder.definitions(raw(schema.get("$defs")));
        if (schema.get("description") instanceof String description) {
            builder.description(description);
        }
        if (schema.get("required") instanceof List<?> required) {
            builder.required(required.stream().map(String::valueOf).toList());
        }
        if (schema.get("additionalProperties") instanceof Boolean allowed) {
            builder.additionalProperties(allowed);
        }
        return builder.build();
    }

    private static Map<String, JsonSchemaElement> raw(@Nullable Object properties) {
        Map<String, JsonSchemaElement> elements = new LinkedHashMap<>();
        if (properties instanceof Map<?, ?> map) {
            map.forEach((name, value) -> elements.put(String.valueOf(name), JsonRawSchema.from(Json.write(value))));
        }
        return elements;
    }
}
