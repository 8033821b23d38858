package dev.ferrumdeck.localstack;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The local stack on the command line; the launcher {@code ./ferrumdeck} calls it. */
@Command(
        name = "ferrumdeck",
        description = "Runs FerrumDeck on this machine",
        mixinStandardHelpOptions = true,
        version = "FerrumDeck " + Main.VERSION,
        subcommands = {
            UpCommand.class,
            SuperviseCommand.class,
            DownCommand.class,
            StatusCommand.class,
            RestartCommand.class,
            LogsCommand.class,
            DoctorCommand.class
        })
public final class Main {
    static final String VERSION = "0.1.0";

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        IExecutionExceptionHandler failures = (e, command, result) -> {
            if (e instanceof StackFailure) {
                command.getErr().println("error: " + e.getMessage());
                return 1;
            }
            throw e;
        };
        return new CommandLine(new Main()).setExecutionExceptionHandler(failures);
    }

    /** The checkout and the home that this call is about: from the launcher, the environment, or the working folder. */
    static Layout layout() {
        String given = System.getenv("FERRUMDECK_ROOT");
        Path root = given == null ? Layout.findRoot(Path.of("")) : Path.of(given);
        String home = System.getenv("FERRUMDECK_HOME");
        return new Layout(root, home == null || home.isBlank() ? root.resolve(".ferrumdeck") : Path.of(home));
    }
}
