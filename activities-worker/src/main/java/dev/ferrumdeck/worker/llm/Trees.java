package dev.ferrumdeck.worker.llm;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as trees, for what is read of providers and kept for them: nothing of a number is lost. */
final class Trees {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonMapper STRICT = MAPPER.rebuild()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonMapper ASCII =
            MAPPER.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Trees() {}

    /** The JSON object that the text is; empty when it is none. */
    static Optional<ObjectNode> object(String text) {
        return tree(MAPPER, text).filter(JsonNode::isObject).map(JsonNode::asObject);
    }

    /** The JSON value that the text is, with no key named twice; empty when it is none. */
    static Optional<JsonNode> strict(String text) {
        return tree(STRICT, text);
    }

    private static Optional<JsonNode> tree(JsonMapper mapper, String text) {
        try {
            return Optional.ofNullable(mapper.readTree(text)).filter(tree -> !tree.isMissingNode());
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** JSON in plain ASCII, which every store and every wire leaves as it is. */
    static String ascii(JsonNode tree) {
        return ASCII.writeValueAsString(tree);
    }

    /** The text at that key; "" when there is none. */
    static String text(JsonNode owner, String key) {
        JsonNode value = owner.path(key);
        return value.isString() ? value.stringValue() : "";
    }
}
