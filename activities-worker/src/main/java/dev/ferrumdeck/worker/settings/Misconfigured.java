package dev.ferrumdeck.worker.settings;

/** The worker cannot start as it is configured; the message names the setting. */
public final class Misconfigured extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public Misconfigured(String message) {
        super(message);
    }
}
