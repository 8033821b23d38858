package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.machine.Event;

/**
 * What is left to do of a command when all that is foreign in it has been read and evaluated. Carried out inside of the
 * entry's transaction, perhaps more than once: it only gathers rows in memory, asks people, and reserves. Immutable.
 */
@FunctionalInterface
interface Deed {
    void carryOut(EntryContext context);

    /** Nothing is left. */
    static Deed nothing() {
        return context -> {};
    }

    static Deed answering(Event event) {
        return context -> context.answer(event);
    }
}
