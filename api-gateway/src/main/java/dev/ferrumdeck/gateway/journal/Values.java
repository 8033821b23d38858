package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.values.SafeValue;
import dev.ferrumdeck.gateway.runs.PinnedRun;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Values of steps: in their row up to 256 KiB, else as an artifact. Thread-safe. */
@Component
public class Values {
    /** The largest value that is kept in a row or sent inside a message. */
    public static final int MAX_INLINE_BYTES = 256 * 1024;

    private final LargeValues artifacts;
    private final JsonMapper json;

    Values(LargeValues artifacts, JsonMapper json) {
        this.artifacts = artifacts;
        this.json = json;
    }

    /**
     * A value as it is kept.
     *
     * @param inline JSON, or null
     * @param sha256 the artifact that holds the JSON, or null
     */
    public record Stored(@Nullable String inline, @Nullable String sha256) {
        public static final Stored NOTHING = new Stored(null, null);
    }

    /** Keeps a value of a run. */
    public Stored keep(String tenant, String runId, Object value) {
        String text = json.writeValueAsString(value);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_INLINE_BYTES) {
            return new Stored(text, null);
        }
        return new Stored(null, artifacts.put(tenant, runId, bytes));
    }

    /** Keeps a value of a run, and answers it as it is kept. */
    Kept keep(PinnedRun run, Object value) {
        Object cleaned = Objects.requireNonNull(SafeValue.of(value).json());
        return new Kept(cleaned, keep(run.tenantId(), run.runId(), cleaned));
    }

    /** A small value, which is never stored beside the row. */
    Kept inline(Object value) {
        return new Kept(value, new Stored(json.writeValueAsString(value), null));
    }

    /** Reads a value back as plain JSON. */
    public @Nullable Object read(String tenant, Stored stored) {
        if (stored.inline() != null) {
            return json.readValue(stored.inline(), Object.class);
        }
        return stored.sha256() == null ? null : json.readValue(artifacts.get(tenant, stored.sha256()), Object.class);
    }
}
