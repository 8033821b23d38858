package dev.ferrumdeck.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code workflow}. */
@Command(name = "workflow", description = "Workflow definitions: graphs of steps")
final class WorkflowCommand extends RegistryNoun {
    WorkflowCommand() {
        super(Kind.WORKFLOW);
    }

    @Command(
            name = "validate",
            description = "Check definitions, and whether what they name is registered; nothing is stored")
    int validate(@Mixin InputFiles files) {
        return check("validate", files);
    }
}
