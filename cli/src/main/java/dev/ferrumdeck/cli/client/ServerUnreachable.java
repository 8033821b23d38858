package dev.ferrumdeck.cli.client;

import java.net.URI;

/** No server answered, or it answered that it cannot work now, as often as it was asked. */
public final class ServerUnreachable extends RuntimeException {
    ServerUnreachable(URI server, String why, Throwable cause) {
        super("No FerrumDeck answers at " + server + ": " + why, cause);
    }
}
