package dev.ferrumdeck.worker.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON that a server wrote, whatever its depth: what is nested too deep for those who keep it is left out, and said so
 * in its place. Names that occur twice in an object are an error, since nobody can know which was meant.
 */
final class JsonLines {
    /** Deepest nesting that is kept. */
    static final int DEEPEST = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1_000_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonLines() {}

    /**
     * Reads one value.
     *
     * @throws StreamReadException when it is no JSON, or says something twice
     */
    static @Nullable Object read(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw new StreamReadException(parser, "nothing there");
            }
            Object value = value(parser, 0);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "more than one value");
            }
            return value;
        }
    }

    private static @Nullable Object value(JsonParser parser, int depth) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> depth == DEEPEST ? leftOut(parser) : object(parser, depth);
            case START_ARRAY -> depth == DEEPEST ? leftOut(parser) : array(parser, depth);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    /** A number that is no finite double stays what was written. */
    private static Object decimal(JsonParser parser) {
        double number = parser.getDoubleValue();
        return Double.isInfinite(number) ? parser.getString() : number;
    }

    private static String leftOut(JsonParser parser) {
        parser.skipChildren();
        return "[left out: nested deeper than " + DEEPEST + " levels]";
    }

    @SuppressWarnings("NullAway") // plain JSON has nulls
    private static Map<String, Object> object(JsonParser parser, int depth) {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser, depth + 1));
        }
        return object;
    }

    @SuppressWarnings("NullAway") // plain JSON has nulls
    private static List<Object> array(JsonParser parser, int depth) {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, depth + 1));
        }
        return array;
    }
}
