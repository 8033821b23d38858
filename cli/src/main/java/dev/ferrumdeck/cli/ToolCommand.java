package dev.ferrumdeck.cli;

import picocli.CommandLine.Command;

/** {@code tool}. */
@Command(name = "tool", description = "Tools that agents and workflows may call")
final class ToolCommand extends RegistryNoun {
    ToolCommand() {
        super(Kind.TOOL);
    }
}
