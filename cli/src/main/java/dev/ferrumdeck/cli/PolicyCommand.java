package dev.ferrumdeck.cli;

import picocli.CommandLine.Command;

/** {@code policy}. */
@Command(name = "policy", description = "Policies: what is allowed, denied, or asked of people")
final class PolicyCommand extends RegistryNoun {
    PolicyCommand() {
        super(Kind.POLICY);
    }
}
