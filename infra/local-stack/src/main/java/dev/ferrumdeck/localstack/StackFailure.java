package dev.ferrumdeck.localstack;

import java.nio.file.Path;

/** The local stack cannot do what was asked: what happened, where its log is, and what the reader can do. */
public final class StackFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private StackFailure(String message) {
        super(message);
    }

    static StackFailure of(String what, String fix) {
        return new StackFailure(what + "\n  fix: " + fix);
    }

    static StackFailure of(String what, Path log, String fix) {
        String tail = LogFiles.tail(log, 12);
        String shown = tail.isEmpty() ? "" : "\n" + tail.indent(4).stripTrailing();
        return new StackFailure(what + "\n  log: " + log + shown + "\n  fix: " + fix);
    }

    static StackFailure alreadyRunning(Path home) {
        return of(
                "another supervisor already uses " + home,
                "`./ferrumdeck status` shows it, `./ferrumdeck down` stops it; or set FERRUMDECK_HOME to another folder");
    }

    static StackFailure interrupted() {
        return of("interrupted while the stack was starting", "start it again: ./ferrumdeck up");
    }
}
