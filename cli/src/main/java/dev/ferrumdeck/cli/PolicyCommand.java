package dev.ferrumdeck.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code policy}. */
@Command(name = "policy", description = "Policies: what is allowed, denied, or asked of people")
final class PolicyCommand extends RegistryNoun {
    PolicyCommand() {
        super(Kind.POLICY);
    }

    @Command(name = "lint", description = "Check policies; nothing is stored")
    int lint(@Mixin InputFiles files) {
        return check("lint", files);
    }
}
