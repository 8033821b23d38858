package dev.ferrumdeck.worker.llm;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import dev.ferrumdeck.contracts.wire.LlmOutput;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks answers against the JSON Schema that they have to fit. Fetches nothing; patterns run in linear time. */
final class Structured {
    private static final int MOST_FAULTS = 10;
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaLoader(
                            loader -> loader.block(iri -> !iri.toString().contains("json-schema.org/")))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .regularExpressionFactory(Structured::linear)
                            .build()));

    private Structured() {}

    /**
     * What came of reading an answer.
     *
     * @param value the JSON that fits
     * @param faults what is wrong, in words for the model; "" when it fits
     */
    record Read(@Nullable Object value, String faults) {}

    static Read read(LlmOutput output, Map<String, Object> schema) {
        Optional<JsonNode> json = Trees.strict(unfenced(output.text() == null ? "" : output.text()));
        if (json.isEmpty()) {
            return new Read(null, "it is not JSON, or names a key twice");
        }
        String faults = faults(json.get(), schema);
        return faults.isEmpty()
                ? new Read(Trees.MAPPER.treeToValue(json.get(), Object.class), "")
                : new Read(null, faults);
    }

    private static String faults(JsonNode value, Map<String, Object> schema) {
        Schema compiled = REGISTRY.getSchema(Trees.MAPPER.<JsonNode>valueToTree(schema));
        return compiled.validate(value).stream()
                .limit(MOST_FAULTS)
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .collect(Collectors.joining("; "));
    }

    /** Models like to put JSON between fences, also when told not to. */
    private static String unfenced(String text) {
        String stripped = text.strip();
        boolean fenced = stripped.startsWith("```") && stripped.endsWith("```") && stripped.indexOf('\n') > 0;
        return fenced
                ? stripped.substring(stripped.indexOf('\n'), stripped.length() - 3)
                        .strip()
                : stripped;
    }

    private static RegularExpression linear(String regex) {
        try {
            Pattern pattern = Pattern.compile(regex);
            return value -> pattern.matcher(value).find();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("the pattern " + regex + " is not one that runs in linear time", e);
        }
    }
}
