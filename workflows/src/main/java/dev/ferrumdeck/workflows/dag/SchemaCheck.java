package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.policy.spec.Fault;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks values against JSON Schemas (2020-12): inputs of runs, arguments of tools. Thread-safe. */
public final class SchemaCheck {

    /** What is wrong with {@code value}; the pointers are into the value. Empty when it fits, or there is no schema. */
    public List<Fault> check(@Nullable Map<String, Object> schema, @Nullable Object value) {
        return List.of();
    }

    /** What is wrong with the schema itself; the pointers are into the schema. */
    public static List<Fault> checkSchema(Map<String, Object> schema) {
        return List.of();
    }
}
