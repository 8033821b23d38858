package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.Digests;
import tools.jackson.databind.json.JsonMapper;

/**
 * The hash chain of a run's journal. The body of entry n is a JSON object with {@code run_id, n, previous_hash, at,
 * events, commands, changes, view, results}; its hash covers the canonical form (RFC 8785) of all of it, so that anyone
 * can verify a chain from exported bodies alone.
 */
public final class JournalHash {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JournalHash() {}

    /** Hash of the entry with this body, in any JSON formatting. */
    public static String of(String bodyJson) {
        return Digests.canonicalSha256(bodyJson);
    }

    /** The canonical JSON of an entry: what is stored and hashed, the same wherever it is made. */
    public static String canonical(JournalBody body) {
        return Digests.canonicalJson(JSON.writeValueAsString(body));
    }

    /** Hash of an entry. */
    public static String of(JournalBody body) {
        return of(canonical(body));
    }
}
