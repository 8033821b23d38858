package dev.ferrumdeck.worker.work;

import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The one JSON mapper of the worker. */
public final class Json {
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** Reads a JSON object. */
    public static Map<String, Object> object(String json) {
        return MAPPER.readValue(json, OBJECT);
    }

    /** Makes a record out of a tree of maps. */
    public static <T> T convert(Map<String, Object> tree, Class<T> type) {
        return MAPPER.convertValue(tree, type);
    }
}
