package dev.ferrumdeck.localstack;

import java.time.Duration;

/** Hears what happens while a stack starts and lives. Thread-safe implementations only. */
public interface Progress {

    /** A part is ready: what it is, where it listens and how long it took. */
    void ready(String what, String address, Duration took);

    /** A remark worth a line, for instance that a port was taken or that a part died and was started again. */
    void note(String text);

    /** Says nothing. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void ready(String what, String address, Duration took) {}

            @Override
            public void note(String text) {}
        };
    }
}
