package dev.ferrumdeck.workflows.dag;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.ferrumdeck.policy.spec.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks values against JSON Schemas (2020-12 unless the schema says otherwise): inputs of runs, arguments of tools.
 * Never fetches anything: references stay within their schema. Thread-safe.
 */
public final class SchemaCheck {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_CACHED = 2_000;
    private static final int MAX_FAULTS = 50;
    private static final String META = "https://json-schema.org/draft/2020-12/schema";
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaLoader(loader -> loader.block(iri -> !isDialect(iri.toString())))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .regularExpressionFactory(LinearRegex::new)
                            .build()));

    private final Map<Map<String, Object>, Schema> schemas = new ConcurrentHashMap<>();

    /** What is wrong with {@code value}; the pointers are into the value. Empty when it fits, or there is no schema. */
    public List<Fault> check(@Nullable Map<String, Object> schema, @Nullable Object value) {
        if (schema == null || schema.isEmpty()) {
            return List.of();
        }
        try {
            return faults(compiled(schema).validate(JSON.<JsonNode>valueToTree(value)), "");
        } catch (RuntimeException | StackOverflowError e) {
            // the library throws all kinds of exceptions for schemas it cannot use: such a schema fits nothing
            return List.of(new Fault("", "schema", "the schema cannot be used: " + why(e)));
        }
    }

    /** What is wrong with the schema itself; the pointers are into the schema. */
    public static List<Fault> checkSchema(Map<String, Object> schema) {
        List<Fault> faults = new ArrayList<>();
        SchemaReferences.check(schema, faults);
        if (!faults.isEmpty()) {
            return faults;
        }
        JsonNode node = JSON.valueToTree(schema);
        if (!schema.containsKey("$schema")) {
            faults.addAll(faults(REGISTRY.getSchema(SchemaLocation.of(META)).validate(node), ""));
        }
        if (faults.isEmpty()) {
            try {
                Schema compiled = REGISTRY.getSchema(node);
                compiled.initializeValidators();
                compiled.validate(JSON.createObjectNode());
            } catch (RuntimeException | StackOverflowError e) {
                faults.add(new Fault("", "schema", "the schema cannot be used: " + why(e)));
            }
        }
        return faults;
    }

    private Schema compiled(Map<String, Object> schema) {
        Schema known = schemas.get(schema);
        if (known != null) {
            return known;
        }
        List<Fault> faults = new ArrayList<>();
        SchemaReferences.check(schema, faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(faults.get(0).message());
        }
        if (schemas.size() >= MAX_CACHED) {
            schemas.clear(); // rare, and what is in use comes back at once
        }
        Schema compiled = REGISTRY.getSchema(JSON.<JsonNode>valueToTree(schema));
        schemas.put(new LinkedHashMap<>(schema), compiled);
        return compiled;
    }

    static boolean isDialect(String iri) {
        return iri.startsWith("https://json-schema.org/") || iri.startsWith("http://json-schema.org/");
    }

    private static List<Fault> faults(List<Error> errors, String pointer) {
        return errors.stream()
                .limit(MAX_FAULTS)
                .map(error -> fault(error, pointer))
                .toList();
    }

    private static Fault fault(Error error, String pointer) {
        String place = pointer + error.getInstanceLocation();
        String property = error.getProperty();
        return new Fault(
                property == null ? place : Fault.child(place, property), error.getKeyword(), error.getMessage());
    }

    private static String why(Throwable e) {
        return e instanceof StackOverflowError ? "it refers to itself without end" : String.valueOf(e.getMessage());
    }
}
