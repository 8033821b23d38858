package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.delivery.RunEnding;
import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.RunStatus;
import dev.ferrumdeck.workflows.run.Control;
import io.temporal.failure.ApplicationFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sees to it that no entry fails for ever. While the database is away an entry is tried again for as long as it takes;
 * one that fails by itself, even when it is written without its work, ends its run after a few tries. Thread-safe. See
 * ADR 19.
 */
@Component
class TotalControl implements Control {
    private static final Logger LOG = LoggerFactory.getLogger(TotalControl.class);
    /** With Temporal's back-off from 200 ms these take three seconds: a deployment's slip may be over by then. */
    private static final int OWN_TRIES = 4;
    /** These wait for timeouts besides, and the last of them is without the entry's work. */
    private static final int SLOW_TRIES = 6;

    private final JdbcControl control;
    private final Failures failures;
    private final RunEnding ending;

    TotalControl(JdbcControl control, Failures failures, RunEnding ending) {
        this.control = control;
        this.failures = failures;
        this.ending = ending;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // errors too: of one value, or of one entry
    public Answer advance(Entry entry) {
        try {
            Answer answer = control.advance(entry);
            failures.forget(entry);
            return answer;
        } catch (ApplicationFailure said) {
            throw said;
        } catch (Throwable failure) {
            return despite(entry, failure);
        }
    }

    private Answer despite(Entry entry, Throwable failure) {
        Trouble trouble = Trouble.of(failure);
        if (trouble.passes()) {
            throw tryAgain(entry, trouble, failure);
        }
        int tried = failures.count(entry);
        LOG.error("run {}: entry {} failed {} times", entry.runId(), entry.n(), tried, failure);
        if (tried < (trouble == Trouble.SLOW ? SLOW_TRIES : OWN_TRIES)) {
            throw tryAgain(entry, trouble, failure);
        }
        return control.withoutWork(entry).orElseGet(() -> end(entry));
    }

    /** Nothing of the entry can be written: the run is over, and the rows say so. */
    @SuppressWarnings("CatchingUnchecked")
    private Answer end(Entry entry) {
        String why = "entry " + entry.n() + " of the journal cannot be written; the gateway's log has the cause";
        try {
            ending.end(entry.runId(), new Event.Lost(ErrorCode.INTERNAL.wireName(), why));
        } catch (Throwable failure) {
            if (Trouble.of(failure).passes()) {
                throw tryAgain(entry, Trouble.of(failure), failure);
            }
            LOG.error("run {}: its rows cannot be ended now; the sweep will", entry.runId(), failure);
        }
        return Answer.ended(new Command.Finish(RunStatus.FAILED, ErrorCode.INTERNAL.wireName(), why, null));
    }

    private static ApplicationFailure tryAgain(Entry entry, Trouble trouble, Throwable failure) {
        String why = "entry " + entry.n() + " of run " + entry.runId() + " is tried again: " + trouble + ", "
                + failure.getClass().getSimpleName();
        return ApplicationFailure.newFailure(why, ErrorCode.UNAVAILABLE.wireName());
    }
}
