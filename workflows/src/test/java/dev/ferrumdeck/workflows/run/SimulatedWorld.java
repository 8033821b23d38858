package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.Answer;
import dev.ferrumdeck.workflows.machine.Command;
import dev.ferrumdeck.workflows.machine.Entry;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.JournalBody;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.PlanStep;
import dev.ferrumdeck.workflows.machine.PlanWork;
import dev.ferrumdeck.workflows.machine.ProposedCall;
import dev.ferrumdeck.workflows.machine.RunPlan;
import dev.ferrumdeck.workflows.machine.StepKind;
import dev.ferrumdeck.workflows.machine.StepPath;
import dev.ferrumdeck.workflows.machine.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, the gateway, the workers and the people of one run, in memory: the journal whose first writer wins, attempts,
 * approvals, and random fates for all of them. It keeps books of its own, to check those of the machine.
 */
final class SimulatedWorld {
    final List<Entry> journal = new ArrayList<>();
    final Map<String, Event.Outcome> ended = new LinkedHashMap<>();
    final Map<String, Command.Dispatch> live = new LinkedHashMap<>();
    final Map<String, Event.Decided> decisions = new LinkedHashMap<>();
    final Map<String, String> openApprovals = new LinkedHashMap<>();
    /** What people said, as far as it was recorded. */
    final Map<String, Event> said = new LinkedHashMap<>();

    final List<String> violations = new ArrayList<>();
    private final List<List<Event>> answers = new ArrayList<>();
    private final Map<String, Event> opened = new LinkedHashMap<>();
    private final Map<String, Integer> completions = new LinkedHashMap<>();
    private final Map<String, StepKind> kinds = new LinkedHashMap<>();
    private final Random random;
    private final boolean firstWriterWins;
    private Command.@Nullable Finish finish;
    boolean calm;
    /** The negative control turns it off. */
    boolean believesNothing = true;

    SimulatedWorld(RunPlan plan, Random random, boolean firstWriterWins) {
        this.random = random;
        this.firstWriterWins = firstWriterWins;
        for (PlanStep step : plan.steps()) {
            kinds.put(step.id(), step.work() instanceof PlanWork.ForEach map ? map.kind() : step.kind());
        }
    }

    Answer advance(Entry entry) {
        if (firstWriterWins && entry.n() <= journal.size()) {
            Entry recorded = journal.get(entry.n() - 1);
            if (!recorded.events().equals(entry.events()) || recorded.at() != entry.at()) {
                return Answer.superseded(hash(entry.n()), recorded.at(), recorded.events());
            }
            return recorded.commands().equals(entry.commands())
                    ? Answer.written(hash(entry.n()), answers.get(entry.n() - 1))
                    : Answer.diverged(hash(entry.n()), "other commands");
        }
        if (firstWriterWins && entry.n() != journal.size() + 1) {
            violations.add("entry " + entry.n() + " would leave a gap after " + journal.size());
        }
        if (believesNothing) {
            List<Event> backed = entry.events().stream().map(this::backed).toList();
            if (!backed.equals(entry.events())) {
                return Answer.corrected(entry.at(), backed);
            }
        }
        List<Event> results = new ArrayList<>();
        for (Command command : entry.commands()) {
            carryOut(command, results);
        }
        journal.add(entry);
        answers.add(List.copyOf(results));
        return Answer.written(hash(entry.n()), results);
    }

    /** The recorded truth of what a hint is about, or word that there is none. */
    private Event backed(Event hint) {
        boolean answered = answers.stream().anyMatch(results -> results.contains(hint));
        Event truth = hint;
        if (hint instanceof Event.Outcome outcome && !answered) {
            truth = ended.get(outcome.step() + "#" + outcome.attempt());
        } else if (hint instanceof Event.Decided decided) {
            truth = decisions.get(decided.approvalId());
        } else if (hint.key().startsWith("signal:")) {
            truth = said.get(hint.key());
        }
        return truth == null ? new Event.Unbacked(hint.key()) : truth;
    }

    private String hash(int n) {
        return hashOf(JournalBody.of(journal.get(n - 1), answers.get(n - 1)));
    }

    /** A hash that is cheap: a hundred thousand runs are hashed, and nobody attacks them. */
    static String hashOf(JournalBody body) {
        return Integer.toHexString(body.hashCode());
    }

    private void carryOut(Command command, List<Event> results) {
        if (finish != null) {
            violations.add("after the end came " + command);
        }
        if (command instanceof Command.Open open) {
            results.add(opened.computeIfAbsent(open.step(), this::open));
        } else if (command instanceof Command.Dispatch dispatch) {
            dispatch(dispatch, results);
        } else if (command instanceof Command.Reconcile reconcile) {
            results.add(ask(reconcile.step(), reconcile.attempt()));
        } else if (command instanceof Command.CloseApproval close) {
            results.add(close(close));
        } else if (command instanceof Command.Finish end) {
            finish = end;
            live.clear();
            openApprovals.clear();
        }
    }

    private Event open(String path) {
        int fate = random.nextInt(20);
        if (fate == 0) {
            return Event.Outcome.because(path, 0, OutcomeStatus.FAILED, "expression-failed", false, "bad");
        }
        return fate < 3
                ? Event.Outcome.of(path, 0, OutcomeStatus.SKIPPED)
                : new Event.Opened(path, random.nextInt(300), random.nextInt(6));
    }

    private void dispatch(Command.Dispatch dispatch, List<Event> results) {
        String key = dispatch.step() + "#" + dispatch.attempt();
        Event.Outcome known = ended.get(key);
        if (known != null) {
            results.add(known);
            return;
        }
        if (live.containsKey(key)) {
            return;
        }
        if (completions.containsKey(dispatch.step())) {
            violations.add("dispatched again after it had completed: " + key);
        }
        Event.Outcome atOnce = decide(dispatch);
        if (atOnce == null) {
            live.put(key, dispatch);
        } else {
            ended.put(key, atOnce);
            results.add(atOnce);
        }
    }

    private Event.@Nullable Outcome decide(Command.Dispatch dispatch) {
        StepKind kind = kindOf(dispatch.step());
        if (kind == StepKind.APPROVAL) {
            return ask(dispatch.step(), dispatch.attempt());
        }
        int fate = random.nextInt(20);
        if (fate == 19 && !calm) {
            return Event.Outcome.because(
                    dispatch.step(),
                    dispatch.attempt(),
                    OutcomeStatus.AWAITS_BUDGET,
                    "budget-exceeded",
                    false,
                    "others");
        }
        if (kind == StepKind.LLM && fate < 3 && !calm) {
            long prompt = dispatch.allowance().tokens() + random.nextInt(200);
            return quote(dispatch, new Amount(prompt, 0, 0));
        }
        if (kind == StepKind.TOOL && fate < 2) {
            return Event.Outcome.because(
                    dispatch.step(), dispatch.attempt(), OutcomeStatus.DENIED, "policy-denied", false, "no");
        }
        boolean asks = kind == StepKind.TOOL && fate < 5 && dispatch.approvalId() == null;
        return asks ? ask(dispatch.step(), dispatch.attempt()) : null;
    }

    private static Event.Outcome quote(Command.Dispatch dispatch, Amount quote) {
        return new Event.Outcome(
                dispatch.step(),
                dispatch.attempt(),
                OutcomeStatus.NEEDS_BUDGET,
                null,
                false,
                null,
                Amount.ZERO,
                0,
                List.of(),
                null,
                0,
                quote,
                null,
                null);
    }

    private Event.Outcome ask(String step, int attempt) {
        String id = "apr-" + step + "#" + attempt;
        if (!decisions.containsKey(id)) {
            openApprovals.put(id, step);
        }
        return Event.Outcome.needsApproval(step, attempt, id, 10_000);
    }

    private Event close(Command.CloseApproval close) {
        openApprovals.remove(close.approvalId());
        return decisions.computeIfAbsent(
                close.approvalId(), id -> new Event.Decided(id, close.step(), Verdict.EXPIRED, false, null, 5));
    }

    /** A person answers an open question. */
    Event.Decided answer(String approvalId) {
        String step = openApprovals.remove(approvalId);
        boolean reconciles = ended.values().stream()
                .anyMatch(outcome -> outcome.status() == OutcomeStatus.UNKNOWN
                        && approvalId.equals("apr-" + outcome.step() + "#" + outcome.attempt()));
        Verdict verdict = reconciles
                ? List.of(Verdict.HAPPENED, Verdict.RETRY, Verdict.FAIL).get(random.nextInt(3))
                : random.nextInt(3) == 0 ? Verdict.DENIED : Verdict.APPROVED;
        Event.Decided decided = new Event.Decided(approvalId, String.valueOf(step), verdict, false, "ann", 5);
        decisions.put(approvalId, decided);
        return decided;
    }

    /** A worker, or the sweep, ends a live attempt. */
    Event.Outcome end(String key) {
        Command.Dispatch dispatch = live.remove(key);
        if (dispatch == null) {
            throw new IllegalStateException("not live: " + key);
        }
        Event.Outcome outcome = fate(dispatch);
        ended.put(key, outcome);
        if (outcome.status() == OutcomeStatus.COMPLETED && completions.merge(dispatch.step(), 1, Integer::sum) > 1) {
            violations.add("completed twice: " + dispatch.step());
        }
        return outcome;
    }

    private Event.Outcome fate(Command.Dispatch dispatch) {
        boolean tool = kindOf(dispatch.step()) == StepKind.TOOL;
        int fate = calm ? 0 : random.nextInt(20);
        return switch (fate) {
            case 11 -> failed(dispatch, OutcomeStatus.FAILED, "tool-failed", true);
            case 12 -> failed(dispatch, OutcomeStatus.FAILED, "provider-rejected", false);
            case 13, 14 -> failed(dispatch, OutcomeStatus.EXPIRED, "lease-expired", true);
            case 15 -> failed(dispatch, OutcomeStatus.EXPIRED, "timeout", true);
            case 16 -> tool ? failed(dispatch, OutcomeStatus.UNKNOWN, "unknown-outcome", false) : completed(dispatch);
            case 17 -> Event.Outcome.of(dispatch.step(), dispatch.attempt(), OutcomeStatus.RELEASED);
            case 18 -> failed(dispatch, OutcomeStatus.CANCELLED, "cancelled", random.nextBoolean());
            default -> completed(dispatch);
        };
    }

    private static Event.Outcome failed(Command.Dispatch dispatch, OutcomeStatus status, String code, boolean retry) {
        return new Event.Outcome(
                dispatch.step(),
                dispatch.attempt(),
                status,
                code,
                retry,
                "failed",
                status == OutcomeStatus.UNKNOWN ? Amount.ZERO : dispatch.allowance(),
                3,
                List.of(),
                null,
                0,
                null,
                "w1",
                null);
    }

    private Event.Outcome completed(Command.Dispatch dispatch) {
        boolean overrun = !calm && random.nextInt(60) == 0;
        Amount allowance = dispatch.allowance();
        Amount spent = overrun
                ? allowance.plus(new Amount(1 + random.nextInt(2_000), 0, 0))
                : new Amount(allowance.tokens() / 2, allowance.costMicros() / 2, allowance.toolCalls());
        StepPath path = StepPath.parse(dispatch.step());
        boolean ofModel = path.isOfLoop() && path.toolCall() < 0;
        return new Event.Outcome(
                dispatch.step(),
                dispatch.attempt(),
                OutcomeStatus.COMPLETED,
                null,
                false,
                null,
                spent,
                random.nextInt(100),
                ofModel && !calm ? calls() : List.of(),
                null,
                0,
                null,
                "w1",
                null);
    }

    private List<ProposedCall> calls() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> new ProposedCall(i, "tool" + i, "args" + random.nextInt(3)))
                .toList();
    }

    private StepKind kindOf(String path) {
        StepPath parsed = StepPath.parse(path);
        if (parsed.isOfLoop()) {
            return parsed.toolCall() >= 0 ? StepKind.TOOL : StepKind.LLM;
        }
        return java.util.Objects.requireNonNull(kinds.get(parsed.planStep()));
    }

    boolean isOver() {
        return finish != null;
    }

    Command.@Nullable Finish finish() {
        return finish;
    }
}
