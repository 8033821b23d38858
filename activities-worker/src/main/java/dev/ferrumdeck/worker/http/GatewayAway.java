package dev.ferrumdeck.worker.http;

/** The gateway did not answer, or answered that it cannot now. Transient: try again after a pause. */
public final class GatewayAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GatewayAway(String message) {
        super(message);
    }

    GatewayAway(String message, Throwable cause) {
        super(message, cause);
    }
}
