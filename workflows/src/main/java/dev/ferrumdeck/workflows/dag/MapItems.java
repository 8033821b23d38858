package dev.ferrumdeck.workflows.dag;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a map goes over. JSONata has nothing for no value and the value itself for one, so both are lists here. */
public final class MapItems {
    private MapItems() {}

    /** The items of a value: none for nothing, one for one; empty for an object, which is one value or many: unclear. */
    public static Optional<List<?>> of(@Nullable Object value) {
        if (value == null) {
            return Optional.of(List.of());
        }
        if (value instanceof List<?> list) {
            return Optional.of(list);
        }
        return value instanceof Map ? Optional.empty() : Optional.of(List.of(value));
    }
}
