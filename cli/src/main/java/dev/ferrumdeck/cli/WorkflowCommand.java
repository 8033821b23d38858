package dev.ferrumdeck.cli;

import picocli.CommandLine.Command;

/** {@code workflow}. */
@Command(name = "workflow", description = "Workflow definitions: graphs of steps")
final class WorkflowCommand extends RegistryNoun {
    WorkflowCommand() {
        super(Kind.WORKFLOW);
    }
}
