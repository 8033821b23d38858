package dev.ferrumdeck.worker.mcp;

/**
 * Why a request got no answer of its server's own. It passes through the SDK as the data of a made-up JSON-RPC error, so
 * that it reaches the one call it belongs to and no other.
 *
 * @param message for people: what happened and, where it can be known, the server's own words; no secrets
 */
record Fault(Kind kind, String message) {
    /** What may be concluded. */
    enum Kind {
        /** The server never got it; it may later. */
        NOT_SENT,
        /** The server got it and would not look at it: nothing was done. */
        TURNED_AWAY,
        /** The server no longer knows our session: nothing was done, and a new session may help. */
        NO_SESSION,
        /** The server got it, and what came of it is not known. */
        BROKEN,
        /** The server answered, and nobody can read what. */
        UNREADABLE
    }
}
