package dev.ferrumdeck.gateway.delivery;

/** A message that will be refused however often it is sent: too large, or not readable. */
final class Undeliverable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Undeliverable(String why, Throwable cause) {
        super(why, cause);
    }
}
