package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.machine.Command;
import java.util.List;

/** A prepared entry: what is left of each of its commands, in their order. May be carried out more than once. */
record Prepared(Preparation preparation, List<Work> works) {
    Prepared {
        works = List.copyOf(works);
    }

    /** Whether a command is about that step. */
    boolean isAbout(String step) {
        return works.stream().anyMatch(work -> work.isAbout(step));
    }

    /** Whether all commands about that step are refused already. */
    boolean isRefused(String step) {
        return works.stream().filter(work -> work.isAbout(step)).allMatch(Work::deadLetter);
    }

    /**
     * What is left of a command.
     *
     * @param deadLetter whether it was refused for a fault of the gateway's own
     */
    record Work(Command command, Deed deed, boolean deadLetter) {
        boolean isAbout(String step) {
            return Concerned.step(command).filter(step::equals).isPresent();
        }
    }
}
