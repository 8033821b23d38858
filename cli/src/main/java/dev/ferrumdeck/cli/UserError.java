package dev.ferrumdeck.cli;

/** Something is wrong with what the command was given, or with what it found on this machine. */
public final class UserError extends RuntimeException {
    private final int exitCode;

    private UserError(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The command was used wrongly; say what would be right. */
    static UserError usage(String message) {
        return new UserError(ExitCode.USAGE, message);
    }

    /** The command could not do its work. */
    static UserError failed(String message) {
        return new UserError(ExitCode.FAILED, message);
    }

    /** There is no server to ask. */
    static UserError noServer(String message) {
        return new UserError(ExitCode.UNREACHABLE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
