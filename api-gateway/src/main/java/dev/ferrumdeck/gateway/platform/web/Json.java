package dev.ferrumdeck.gateway.platform.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON in this process: one mapper for the API and for {@code jsonb} columns. Snake case, absent instead of null,
 * unknown keys ignored, times as ISO 8601. Thread-safe.
 */
public final class Json {
    /** More than any value may be deep: it is the doors that say so, with the place, or cut and note it. */
    private static final int MOST_LEVELS = 1_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(factory()
                    .addDecorator((factory, generator) -> new SafeGenerator(generator))
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(
                    value -> JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final JsonMapper AS_IT_IS =
            JsonMapper.builder(factory().build()).build();

    private Json() {}

    private static JsonFactoryBuilder factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_LEVELS)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(MOST_LEVELS + 10)
                        .build());
    }

    /** The mapper itself, also the one bean of its type. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** As text. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** As text that is not made safe: for digests over what somebody else sent. */
    public static String writeAsItIs(Object value) {
        return AS_IT_IS.writeValueAsString(value);
    }

    /**
     * From text that this process or a validated caller wrote.
     *
     * @throws JacksonException when it does not fit the type
     */
    public static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    /** The same, for generic types. */
    public static <T> T read(String json, TypeReference<T> type) {
        return MAPPER.readValue(json, type);
    }

    /** As a tree. */
    public static JsonNode tree(String json) {
        return MAPPER.readTree(json);
    }

    /** Any value as a tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** A parameter for a {@code jsonb} column; null stays SQL null. */
    public static @Nullable PGobject jsonb(@Nullable Object value) {
        return value == null ? null : jsonbText(write(value));
    }

    /** A parameter for a {@code jsonb} column out of JSON text. */
    public static PGobject jsonbText(String json) {
        PGobject object = new PGobject();
        object.setType("jsonb");
        try {
            object.setValue(json);
        } catch (SQLException e) {
            throw new IllegalStateException("a jsonb value is refused by the driver", e);
        }
        return object;
    }
}
