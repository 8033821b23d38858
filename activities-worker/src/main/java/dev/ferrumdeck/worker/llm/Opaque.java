package dev.ferrumdeck.worker.llm;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a provider wants back beside its answer: packed for the way through the gateway, and unpacked for that provider. */
final class Opaque {
    private static final String FROM = "from";
    private static final String KEPT = "kept";

    private Opaque() {}

    static @Nullable String pack(String provider, @Nullable JsonNode kept) {
        if (kept == null || kept.isEmpty()) {
            return null;
        }
        ObjectNode packed = JsonNodeFactory.instance.objectNode();
        packed.put(FROM, provider);
        packed.set(KEPT, kept);
        return Trees.ascii(packed);
    }

    /** What was kept for that provider; nothing when another one gave it. */
    static Optional<JsonNode> unpack(String provider, @Nullable String packed) {
        return Optional.ofNullable(packed)
                .flatMap(Trees::object)
                .filter(opaque -> Trees.text(opaque, FROM).equals(provider))
                .map(opaque -> opaque.path(KEPT))
                .filter(kept -> !kept.isMissingNode());
    }
}
