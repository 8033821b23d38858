package dev.ferrumdeck.cli.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * No server answered, or it answered that it cannot work now, as often as it was asked; or it is not the one that the key
 * belongs to.
 */
public final class ServerUnreachable extends RuntimeException {
    private ServerUnreachable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    ServerUnreachable(URI server, String why, Throwable cause) {
        this("No FerrumDeck answers at " + server + ": " + why, cause);
    }

    static ServerUnreachable stranger(URI server) {
        return new ServerUnreachable(
                "What answers at " + server + " is not the gateway that the key belongs to; the key was not sent.",
                null);
    }
}
