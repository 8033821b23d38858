package dev.ferrumdeck.demo;

/** The demonstration cannot go on. */
final class DemoFailed extends RuntimeException {
    DemoFailed(String message) {
        super(message);
    }
}
