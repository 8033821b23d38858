package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.contracts.values.SafeValue;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.RawValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what anybody may send to a run, as a signal or an Update. An argument that Temporal decodes itself can fail the
 * workflow task, and so stop the run for good; here what makes no sense is nothing, and what cannot be stored is mended.
 */
final class Incoming {
    private static final DataConverter CONVERTER = DefaultDataConverter.STANDARD_INSTANCE;

    private static final int LARGEST_OBJECT = 64 * 1024;

    private Incoming() {}

    /** The value, or empty when it is none of this type. */
    static <T> Optional<T> read(@Nullable RawValue raw, Class<T> type) {
        if (raw == null) {
            return Optional.empty();
        }
        try {
            Object tree = SafeValue.of(CONVERTER.fromPayload(raw.getPayload(), Object.class, Object.class))
                    .json();
            return CONVERTER.toPayload(tree).map(payload -> CONVERTER.fromPayload(payload, type, type));
        } catch (RuntimeException unreadable) {
            // of any kind: the sender chose the bytes, and the run has to live on
            return Optional.empty();
        }
    }

    /** An object, as operators send it; empty when it is none, or too large to be what anybody means. */
    static Map<String, Object> object(@Nullable RawValue raw) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (raw != null && raw.getPayload().getData().size() <= LARGEST_OBJECT) {
            read(raw, Map.class)
                    .ifPresent(
                            map -> ((Map<?, ?>) map).forEach((key, value) -> object.put(String.valueOf(key), value)));
        }
        return object;
    }

    static @Nullable String text(Map<String, Object> object, String key) {
        return object.get(key) instanceof String value ? value : null;
    }
}
