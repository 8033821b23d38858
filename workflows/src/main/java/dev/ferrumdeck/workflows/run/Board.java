package dev.ferrumdeck.workflows.run;

import dev.ferrumdeck.workflows.machine.Amount;
import dev.ferrumdeck.workflows.machine.BudgetView;
import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.Limits;
import dev.ferrumdeck.workflows.machine.RunStatus;
import dev.ferrumdeck.workflows.machine.RunView;
import dev.ferrumdeck.workflows.machine.StepChange;
import dev.ferrumdeck.workflows.machine.StepState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the Temporal web UI shows of a run as its current details: a Markdown table, one row per step, those that have not
 * ended first. It is for display only: nothing is decided by it. The page shows it in a column of 50 characters or so, and
 * without any space between cells: hence short cells, with spaces and hyphens that do not break.
 */
final class Board {
    private static final int ROWS = 50;
    private static final int REMEMBERED = 500;
    private static final int LONGEST_NOTE = 120;
    private static final int WORKER_TAIL = 6;
    private static final char SPACE = '\u00a0';
    private static final char HYPHEN = '\u2011';
    private static final String GAP = "" + SPACE + SPACE;

    private final Map<String, StepChange> steps = new LinkedHashMap<>();
    private final Map<String, String> workers = new LinkedHashMap<>();

    void apply(List<Event> events, List<StepChange> changes) {
        for (Event event : events) {
            if (event instanceof Event.Outcome outcome && outcome.worker() != null) {
                workers.put(outcome.step(), outcome.worker());
            }
        }
        changes.forEach(change -> steps.put(change.step(), change));
        forgetOldest();
    }

    private void forgetOldest() {
        var oldest = steps.entrySet().iterator();
        while (steps.size() > REMEMBERED && oldest.hasNext()) {
            var step = oldest.next();
            if (step.getValue().state().isTerminal()) {
                workers.remove(step.getKey());
                oldest.remove();
            }
        }
    }

    String render(RunView view, int entries) {
        StringBuilder text = new StringBuilder();
        text.append("**").append(word(view.status())).append("**");
        if (view.waitingFor() != null) {
            text.append(view.status() == RunStatus.WAITING ? " for " : ", waits for ")
                    .append(plain(view.waitingFor()));
        }
        text.append("\n\n")
                .append(budget(view.budget()))
                .append("; journal entry ")
                .append(entries);
        text.append("\n\n| step | state | worker | note |\n| :--- | :--- | :--- | :--- |\n");
        List<StepChange> rows = rows();
        rows.stream().limit(ROWS).forEach(row -> text.append(row(row)));
        if (rows.size() > ROWS) {
            text.append("\n").append(rows.size() - ROWS).append(" more steps are not shown");
        }
        return text.toString();
    }

    /** What the next execution of the run needs to show the same. */
    List<StepChange> carry() {
        return rows().stream().limit(ROWS).toList();
    }

    private List<StepChange> rows() {
        List<StepChange> rows = new ArrayList<>();
        steps.values().stream().filter(step -> !step.state().isTerminal()).forEach(rows::add);
        steps.values().stream().filter(step -> step.state().isTerminal()).forEach(rows::add);
        return rows;
    }

    private String row(StepChange step) {
        String state = step.attempt() > 1 ? word(step.state()) + " #" + step.attempt() : word(step.state());
        return "| " + cell(step.step()) + GAP + "| " + cell(state) + GAP + "| "
                + cell(worker(workers.getOrDefault(step.step(), ""))) + GAP + "| " + note(step) + " |\n";
    }

    /** The pool and the end of a worker's name: the 26 characters in between tell nobody anything. */
    private static String worker(String name) {
        int dash = name.lastIndexOf('-');
        return dash < 0 || name.length() - dash <= WORKER_TAIL
                ? name
                : name.substring(0, dash) + " " + name.substring(name.length() - WORKER_TAIL);
    }

    private static String note(StepChange step) {
        String note = step.note() == null ? "" : step.note();
        // what was denied says so in its state and in the words of the policy
        boolean coded = step.code() != null && !(step.state() == StepState.DENIED && !note.isEmpty());
        String why = coded ? step.code() + (note.isEmpty() ? "" : ": " + note) : note;
        return plain(why.length() <= LONGEST_NOTE ? why : why.substring(0, LONGEST_NOTE - 3) + "...");
    }

    /** Text that stays in one line. */
    private static String cell(String text) {
        return plain(text).replace(' ', SPACE).replace('-', HYPHEN);
    }

    private static String budget(BudgetView budget) {
        Limits limits = budget.limits();
        Amount spent = budget.spent();
        return "budget: " + usd(spent.costMicros(), limits.costMicros()) + ", "
                + of(spent.tokens(), limits.tokens(), "tokens") + ", "
                + of(spent.toolCalls(), limits.toolCalls(), "tool calls") + ", "
                + of(budget.workMillis() / 1000, limits.seconds(), "s of work");
    }

    /** Never a dollar sign: two of them in a line are typeset as mathematics. */
    private static String usd(long micros, @Nullable Long limit) {
        String spent = "USD " + dollars(micros);
        return limit == null ? spent : spent + " of " + dollars(limit);
    }

    private static String dollars(long micros) {
        return BigDecimal.valueOf(micros, 6).setScale(4, RoundingMode.HALF_UP).toPlainString();
    }

    private static String of(long amount, @Nullable Long limit, String what) {
        return limit == null ? amount + " " + what : amount + " of " + limit + " " + what;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    private static String plain(String text) {
        return text.replace('|', '/').replace('\n', ' ').replace('$', ' ');
    }
}
