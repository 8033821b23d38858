package dev.ferrumdeck.worker.mcp;

/** There is no server to talk to. */
final class CannotReach extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotReach(String message, Throwable cause) {
        super(message, cause);
    }
}
