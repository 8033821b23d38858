package dev.ferrumdeck.localstack;

import dev.ferrumdeck.contracts.VisibleWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
        VisibleWriter door = new VisibleWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
        CommandLine commands = commandLine()
                .setOut(new PrintWriter(door))
                .setErr(new PrintWriter(
                        new VisibleWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8)), true));
        System.exit(end(commands, door, commands.execute(args)));
    }

    /** An output that did not arrive is a failure. */
    private static int end(CommandLine commands, VisibleWriter door, int exitCode) {
        commands.getOut().flush();
        try {
            door.check();
            return exitCode;
        } catch (IOException e) {
            commands.getErr().println("error: cannot write the output: " + e.getMessage());
            return exitCode == 0 ? 1 : exitCode;
        }
    }

    static CommandLine commandLine() {
        IExecutionExceptionHandler failures = (e, command, result) -> {
            if (e instanceof StackFailure) {
                command.getErr().println("error: " + e.getMessage());
                return 1;
            }
            throw e;
        };
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setExecutionExceptionHandler(failures);
    }

    /** The checkout and the home that this call is about: from the launcher, the environment, or the working folder. */
    static Layout layout() {
        String given = System.getenv("FERRUMDECK_ROOT");
        Path root = given == null ? Layout.findRoot(Path.of("")) : Path.of(given);
        String home = System.getenv("FERRUMDECK_HOME");
        return new Layout(root, home == null || home.isBlank() ? root.resolve(".ferrumdeck") : Path.of(home));
    }
}
