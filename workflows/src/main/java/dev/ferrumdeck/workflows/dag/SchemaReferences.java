package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.policy.spec.Fault;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds references that lead out of a schema: a server that checks values must not be made to fetch anything. */
final class SchemaReferences {
    private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");

    private SchemaReferences() {}

    static void check(Map<String, Object> schema, List<Fault> faults) {
        if (schema.get("$schema") instanceof String dialect && !SchemaCheck.isDialect(dialect)) {
            String message = "'" + dialect + "' is no JSON Schema version: leave $schema away for 2020-12";
            faults.add(new Fault("/$schema", "schema", message));
        }
        check(schema, "", faults);
    }

    private static void check(@Nullable Object value, String pointer, List<Fault> faults) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> {
                String place = Fault.child(pointer, String.valueOf(key));
                if (key instanceof String name && REFERENCES.contains(name) && item instanceof String reference) {
                    refuseOutside(reference, place, faults);
                }
                check(item, place, faults);
            });
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                check(list.get(i), Fault.child(pointer, i), faults);
            }
        }
    }

    private static void refuseOutside(String reference, String place, List<Fault> faults) {
        if (!reference.startsWith("#")) {
            String message = "'" + reference
                    + "' leads out of the schema: put the definition under $defs and refer to it" + " as #/$defs/...";
            faults.add(new Fault(place, "schema", message));
        }
    }
}
