package dev.ferrumdeck.demo;

import dev.ferrumdeck.cli.UserError;
import dev.ferrumdeck.cli.client.ApiProblem;
import dev.ferrumdeck.cli.client.ServerUnreachable;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./ferrumdeck demo}: a guarded run from start to end, on the real stack. Exit code 1 when a claim fails. */
@Command(
        name = "demo",
        description = "Shows a guarded run from start to end, and proves what it shows",
        mixinStandardHelpOptions = true)
public final class DemoMain implements Callable<Integer> {
    @Parameters(paramLabel = "SCENARIO", arity = "0..1", defaultValue = "refund", description = "see --list")
    private String name = "refund";

    @Option(names = "--list", description = "the scenarios")
    private boolean list;

    @Option(
            names = {"--yes", "-y"},
            description = "answer by itself (the refund is edited from 240 to 120, then approved)")
    private boolean yes;

    @Option(names = "--folder", paramLabel = "DIR", description = "for folder-report: the folder to report on")
    private @Nullable Path folder;

    private final Terminal terminal = new Terminal();

    public static void main(String[] args) {
        System.exit(new CommandLine(new DemoMain()).execute(args));
    }

    @Override
    public Integer call() {
        if (list) {
            Scenario.ALL.forEach(it -> terminal.line("%-14s %s", it.name(), it.what()));
            return 0;
        }
        Scenario scenario = Scenario.of(name).orElse(null);
        if (scenario == null) {
            terminal.line("there is no scenario " + name + "; ./ferrumdeck demo --list shows all");
            return 2;
        }
        Stack stack = Stack.find().forDemo();
        Thread interrupted = new Thread(() -> whatIsLeft(stack), "what-is-left");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            return play(stack, scenario);
        } finally {
            if (stack.isOfItsOwn()) {
                stack.down();
            }
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
    }

    /** Ctrl-C ends the demonstration only. */
    private void whatIsLeft(Stack stack) {
        terminal.line("");
        terminal.line("Interrupted. Still there: the stack in " + stack.home() + " and its runs.");
        terminal.line(
                "  " + stack.launcher() + " run list   shows them; " + stack.launcher() + " down   ends the stack");
    }

    private int play(Stack stack, Scenario scenario) {
        try {
            if (stack.isOfItsOwn()) {
                terminal.line("A stack is up here and stays as it is; the demonstration has one of its own beside it.");
            }
            Stage stage = Stage.prepare(stack, scenario, terminal, yes, folder);
            scenario.play().play(stage);
            int exitCode = end(stage.checks());
            return terminal.arrived() ? exitCode : 1;
        } catch (DemoFailed | UserError | ServerUnreachable e) {
            terminal.line(terminal.red("error: " + e.getMessage()));
            return 1;
        } catch (ApiProblem e) {
            terminal.line(terminal.red("error: " + e.code() + ": " + e.detail()));
            e.errors().forEach(it -> terminal.line("  at %s: %s", it.pointer(), it.message()));
            return 1;
        }
    }

    private int end(Checks checks) {
        if (checks.failed() > 0) {
            terminal.line(terminal.red(
                    checks.failed() + " of " + (checks.held() + checks.failed()) + " claims are NOT true; see above"));
            return 1;
        }
        terminal.line(
                "%d claims checked against the tools' own log, the database and the journal: all true.", checks.held());
        return 0;
    }
}
