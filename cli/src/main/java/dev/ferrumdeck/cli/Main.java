package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.FerrumdeckClient;
import dev.ferrumdeck.cli.client.Retries;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code ferrumdeck}: nouns, verbs and the options that all of them have. */
@Command(
        name = "ferrumdeck",
        description = "Runs, approvals, agents, tools, policies and budgets of a FerrumDeck server",
        version = "FerrumDeck " + Main.VERSION,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "NOUN VERB",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the run failed or was cancelled, the request was refused, or the output could not be written",
            "2:wrong usage",
            "3:denied by policy or by people",
            "4:budget exceeded",
            "5:waiting for approval (with --no-wait-approval)",
            "6:the run is not over, and the time to wait for it is",
            "10:no server: none is named and no stack is up here, or it does not answer"
        },
        subcommands = {
            RunCommand.class,
            ApprovalCommand.class,
            AgentCommand.class,
            ToolCommand.class,
            WorkflowCommand.class,
            PolicyCommand.class,
            ApplyCommand.class,
            DiffCommand.class,
            BudgetCommand.class,
            KeyCommand.class,
            McpCommand.class,
            AuditCommand.class,
            QueueCommand.class,
            WorkerCommand.class,
            DlqCommand.class,
            ConfigCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Runnable {
    static final String VERSION = "0.1.0";

    private final Map<String, String> env;
    private final Path workingFolder;
    private final Retries retries;

    @Option(names = "--server", scope = ScopeType.INHERIT, paramLabel = "URL", description = "the gateway's base URL")
    private @Nullable String server;

    @Option(
            names = "--api-key-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "file with the API key (never the key itself: others can see a command line)")
    private @Nullable Path apiKeyFile;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            description = "table, json, yaml or ndjson")
    private @Nullable Format format;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "no words on stderr but errors")
    private boolean quiet;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    Main(Map<String, String> env, Path workingFolder, Retries retries) {
        this.env = env;
        this.workingFolder = workingFolder;
        this.retries = retries;
    }

    public static void main(String[] args) {
        Streams streams = Streams.ofTheProcess();
        System.exit(run(System.getenv(), Path.of(""), Retries.standard(), streams, args));
    }

    /** Runs a command; returns its exit code, which also says whether its output has arrived. */
    static int run(Map<String, String> env, Path workingFolder, Retries retries, Streams streams, String... args) {
        CommandLine commands =
                commandLine(env, workingFolder, retries).setOut(streams.out()).setErr(streams.err());
        return streams.end(commands.execute(args));
    }

    static CommandLine commandLine(Map<String, String> env, Path workingFolder, Retries retries) {
        return new CommandLine(new Main(env, workingFolder, retries))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setExecutionExceptionHandler(new Failures());
    }

    /** Without a noun: usage, and the exit code of wrong usage. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say what: NOUN VERB, such as run list");
    }

    Settings settings() {
        return new Settings(env, workingFolder, server, apiKeyFile);
    }

    FerrumdeckClient client() {
        Settings settings = settings();
        String url = settings.server().value();
        String key = settings.apiKey().value();
        if (url.isEmpty()) {
            throw UserError.noServer("no server is named, and no stack is up here\n"
                    + "remedy: start one with ./ferrumdeck up, or name one with --server or FERRUMDECK_SERVER");
        }
        if (!url.matches("https?://.+")) {
            throw UserError.usage("the server must be an http or https URL, not " + url);
        }
        return FerrumdeckClient.of(
                URI.create(url), key.isEmpty() ? null : key, settings.identity().orElse(null), retries);
    }

    Format format() {
        return format == null ? Format.TABLE : format;
    }

    Optional<Format> givenFormat() {
        return Optional.ofNullable(format);
    }

    Output output(PrintWriter out) {
        return new Output(format(), out);
    }

    /** All commands, fresh: for what describes them. */
    CommandLine commands() {
        return commandLine(env, workingFolder, retries);
    }

    boolean quiet() {
        return quiet;
    }
}
