package dev.ferrumdeck.workflows.machine;

import dev.ferrumdeck.contracts.Digests;

/**
 * The hash chain of a run's journal. The body of entry n is a JSON object with {@code run_id, n, previous_hash, at,
 * events, commands, changes, view, results}; its hash covers the canonical form (RFC 8785) of all of it, so that anyone
 * can verify a chain from exported bodies alone.
 */
public final class JournalHash {
    private JournalHash() {}

    /** Hash of the entry with this body, in any JSON formatting. */
    public static String of(String bodyJson) {
        return Digests.canonicalSha256(bodyJson);
    }
}
