package dev.ferrumdeck.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** {@code completion}: a script that a shell reads at its start. */
@Command(
        name = "completion",
        description =
                "Print a completion script: source <(ferrumdeck completion bash), or ferrumdeck completion fish | source")
final class CompletionCommand extends Noun implements Callable<Integer> {
    private static final String NAME = "ferrumdeck";
    /** What the launcher does itself; see the file ferrumdeck. */
    static final List<String> OF_THE_LAUNCHER =
            List.of("up", "down", "status", "logs", "restart", "doctor", "build", "demo", "test");

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
    private Shell shell = Shell.BASH;

    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Override
    public Integer call() {
        CommandLine all = main().commands();
        OF_THE_LAUNCHER.forEach(word -> all.addSubcommand(word, CommandSpec.create()));
        out().print(
                        switch (shell) {
                            case BASH -> AutoComplete.bash(NAME, all);
                            case ZSH -> "autoload -U +X bashcompinit && bashcompinit\n" + AutoComplete.bash(NAME, all);
                            case FISH -> fish(all);
                        });
        out().flush();
        return ExitCode.OK;
    }

    private static String fish(CommandLine all) {
        StringBuilder script = new StringBuilder("complete -c " + NAME + " -f\n");
        all.getSubcommands().forEach((noun, command) -> {
            script.append("complete -c " + NAME + " -n __fish_use_subcommand -a " + noun + description(command));
            command.getSubcommands()
                    .forEach((verb, sub) -> script.append("complete -c " + NAME + " -n '__fish_seen_subcommand_from "
                            + noun + "' -a " + verb + description(sub)));
            options(noun, command, script);
        });
        return script.toString();
    }

    private static void options(String noun, CommandLine command, StringBuilder script) {
        command.getCommandSpec().options().stream()
                .map(CommandLine.Model.OptionSpec::longestName)
                .filter(name -> name.startsWith("--"))
                .forEach(name -> script.append("complete -c " + NAME + " -n '__fish_seen_subcommand_from " + noun
                        + "' -l " + name.substring(2) + "\n"));
    }

    private static String description(CommandLine command) {
        String[] lines = command.getCommandSpec().usageMessage().description();
        return lines.length == 0 ? "\n" : " -d '" + lines[0].replace("'", "") + "'\n";
    }
}
