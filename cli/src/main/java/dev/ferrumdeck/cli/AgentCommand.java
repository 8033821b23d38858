package dev.ferrumdeck.cli;

import picocli.CommandLine.Command;

/** {@code agent}. */
@Command(name = "agent", description = "Agents: a model, its instructions and the tools it may call")
final class AgentCommand extends RegistryNoun {
    AgentCommand() {
        super(Kind.AGENT);
    }
}
