package dev.ferrumdeck.gateway.journal;

import java.util.Set;

/** Some of an entry cannot be written, and this is what. The transaction is rolled back. */
final class Poisoned extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Set<Integer> commands;
    private final transient Set<String> steps;

    Poisoned(Set<Integer> commands, Set<String> steps) {
        super("commands " + commands + " and steps " + steps + " cannot be written", null, false, false);
        this.commands = Set.copyOf(commands);
        this.steps = Set.copyOf(steps);
    }

    /** Indexes of the commands. */
    Set<Integer> commands() {
        return commands;
    }

    /** Paths of the steps whose rows are refused. */
    Set<String> steps() {
        return steps;
    }
}
