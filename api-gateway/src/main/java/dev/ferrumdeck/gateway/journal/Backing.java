package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.contracts.StepIds;
import dev.ferrumdeck.gateway.approvals.Approvals;
import dev.ferrumdeck.gateway.delivery.Signals;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What did not happen in PostgreSQL did not happen. Whoever reaches Temporal can send a run any signal and any Update, so
 * each event of a new entry is a hint: a name of something to look up. It is replaced by what is recorded under that name,
 * or by {@link Event.Unbacked} when nothing is. What people asked of the run and Temporal has not brought yet is added, so
 * that it is there before the next step, however slow Temporal is. Thread-safe. Source: ADR "hints".
 */
@Component
class Backing {
    private static final int LONGEST_REASON = 500;
    /** The shell counts the signals that no relay has named: they come from people who may reach Temporal. */
    private static final String OPERATORS = "operator-";

    private final KnownAttempts attempts;
    private final Approvals approvals;
    private final Signals signals;
    private final Journal journal;

    Backing(KnownAttempts attempts, Approvals approvals, Signals signals, Journal journal) {
        this.attempts = attempts;
        this.approvals = approvals;
        this.signals = signals;
        this.journal = journal;
    }

    /** What the entry is to be given instead of its events; empty when all of them happened and none is missing. */
    Optional<List<Event>> instead(Entry entry) {
        return differing(entry, truth(entry));
    }

    /** The same, for an entry that fails: a hint that cannot be looked up is not believed for that. */
    @SuppressWarnings("CatchingUnchecked")
    Optional<List<Event>> despite(Entry entry) {
        try {
            return instead(entry);
        } catch (Throwable failure) {
            if (Trouble.of(failure).passes()) {
                throw failure;
            }
            return differing(
                    entry, entry.events().stream().map(Backing::harmless).toList());
        }
    }

    private static Event harmless(Event hint) {
        if (hint instanceof Event.CancelRequested cancel && cancel.id().equals(Signals.CANCELLATION)) {
            return new Event.CancelRequested(cancel.id(), null, null); // whoever reaches Temporal may cancel
        }
        boolean says =
                hint instanceof Event.Started || hint instanceof Event.TimerFired || hint instanceof Event.Nudged;
        return says || hint instanceof Event.Unbacked ? hint : new Event.Unbacked(hint.key());
    }

    private static Optional<List<Event>> differing(Entry entry, List<Event> truth) {
        return truth.equals(entry.events()) ? Optional.empty() : Optional.of(truth);
    }

    private List<Event> truth(Entry entry) {
        Map<String, Event> said = said(entry);
        Map<String, KnownAttempt> ended = attempts.find(entry.runId(), outcomes(entry));
        Answered answered = new Answered(entry);
        List<Event> truth = new ArrayList<>();
        for (Event hint : entry.events()) {
            Event backed = hint instanceof Event.Outcome outcome
                    ? outcome(answered, outcome, ended.get(outcome.step() + "#" + outcome.attempt()))
                    : truth(answered, hint, said);
            truth.add(backed == null ? new Event.Unbacked(hint.key()) : backed);
        }
        truth.addAll(signals.untold(entry.runId()).stream()
                .filter(word -> truth.stream().noneMatch(event -> event.key().equals(word.key())))
                .toList());
        return truth;
    }

    private Map<String, Event> said(Entry entry) {
        List<String> ids = entry.events().stream()
                .map(Event::key)
                .filter(key -> key.startsWith("signal:"))
                .map(key -> key.substring("signal:".length()))
                .toList();
        Map<String, Event> said = new LinkedHashMap<>();
        signals.recorded(entry.runId(), ids).forEach(event -> said.put(event.key(), event));
        return said;
    }

    private static List<KnownAttempts.Key> outcomes(Entry entry) {
        return entry.events().stream()
                .filter(Event.Outcome.class::isInstance)
                .map(Event.Outcome.class::cast)
                .filter(outcome -> outcome.attempt() > 0 && isText(outcome.step()))
                .map(outcome -> new KnownAttempts.Key(outcome.step(), outcome.attempt()))
                .distinct()
                .toList();
    }

    /** PostgreSQL refuses to look for what it cannot hold. */
    private static boolean isText(@Nullable String text) {
        return text != null && text.indexOf('\0') < 0;
    }

    /** What was stored of an attempt; or an answer to the entry before, which may be of no attempt. */
    private static @Nullable Event outcome(Answered answered, Event.Outcome hint, @Nullable KnownAttempt attempt) {
        Event.Outcome stored = attempt == null ? null : attempt.outcome();
        return hint.equals(stored) || answered.with(hint) ? hint : stored;
    }

    private @Nullable Event truth(Answered answered, Event hint, Map<String, Event> said) {
        if (hint instanceof Event.Decided decided) {
            return decision(answered.runId(), decided.approvalId());
        }
        if (hint instanceof Event.Opened) {
            return answered.with(hint) ? hint : null;
        }
        if (hint instanceof Event.CancelRequested cancel) {
            return cancellation(answered.runId(), cancel);
        }
        if (hint instanceof Event.PauseRequested pause && pause.id().startsWith(OPERATORS)) {
            return new Event.PauseRequested(pause.id(), null);
        }
        if (hint instanceof Event.ResumeRequested resume && resume.id().startsWith(OPERATORS)) {
            return new Event.ResumeRequested(resume.id(), null);
        }
        if (hint.key().startsWith("signal:")) {
            return said.get(hint.key());
        }
        // the rest says nothing that the machine, or the door of votes, does not check itself
        return hint instanceof Event.Lost ? null : hint;
    }

    private @Nullable Event decision(String runId, @Nullable String approvalId) {
        return approvalId != null && StepIds.isId("apr", approvalId)
                ? approvals.decision(runId, approvalId).orElse(null)
                : null;
    }

    /** Cancelling is what operators may do in Temporal; in whose name they do it is not theirs to say. */
    private @Nullable Event cancellation(String runId, Event.CancelRequested hint) {
        if (!hint.id().equals(Signals.CANCELLATION)) {
            return null;
        }
        String reason = hint.reason();
        return signals.cancellation(runId)
                .orElseGet(() -> new Event.CancelRequested(
                        hint.id(),
                        null,
                        reason == null || reason.length() <= LONGEST_REASON
                                ? reason
                                : reason.substring(0, LONGEST_REASON)));
    }

    /** What the journal itself answered to the commands of the entries before; read when it is first asked for. */
    private final class Answered {
        private final Entry entry;
        private @Nullable List<Event> answers;

        Answered(Entry entry) {
            this.entry = entry;
        }

        String runId() {
            return entry.runId();
        }

        boolean with(Event event) {
            if (answers == null) {
                answers = journal.answersBefore(entry.runId(), entry.n());
            }
            return answers.contains(event);
        }
    }
}
