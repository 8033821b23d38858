package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.run.Control;
import io.temporal.failure.ApplicationFailure;

/** Asks again for as long as a failure may be retried, as Temporal does, but without its pauses. */
class Insistent implements Control {
    private static final int MOST_TRIES = 200;

    private final Control control;

    Insistent(Control control) {
        this.control = control;
    }

    @Override
    public Answer advance(Entry entry) {
        for (int tried = 1; ; tried++) {
            try {
                return control.advance(entry);
            } catch (ApplicationFailure failure) {
                if (failure.isNonRetryable() || tried == MOST_TRIES) {
                    throw failure;
                }
            }
        }
    }
}
