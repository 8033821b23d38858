package dev.ferrumdeck.workflows.evaluation;

import dev.ferrumdeck.workflows.dag.ExpressionFailed;
import dev.ferrumdeck.workflows.dag.Expressions;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates for runs. Each call is one step's work: it is tried with little time among others, and when time ended that,
 * once more with much time on a slot of its own, so that neither the load of a machine decides a run, nor a run that burns
 * its time holds up the others. Whatever happens inside, errors of the virtual machine too, the caller gets a value or an
 * {@link ExpressionFailed}. Thread-safe; made once per process. Do not call it while a transaction is open.
 */
public final class Evaluator {
    private final Expressions expressions;
    private final EvaluatorSettings settings;
    private final Lane quick;
    private final Lane thorough;

    public Evaluator(Expressions expressions, EvaluatorSettings settings) {
        this.expressions = expressions;
        this.settings = settings;
        this.quick = new Lane("quick", settings.quickSlots(), settings.quick(), settings.patience());
        this.thorough = new Lane("thorough", 1, settings.thorough(), settings.patience());
    }

    /** What an entry gives to each of its evaluations. */
    public EntryBudget newEntry() {
        return new EntryBudget(settings.entry());
    }

    /**
     * Whether a condition holds.
     *
     * @throws ExpressionFailed when it cannot be evaluated, or not within bounds
     * @throws CancellationException when the caller's thread is interrupted
     */
    public boolean when(String cel, Map<String, Object> scope, EntryBudget budget) {
        return call(cel, () -> expressions.when(cel, scope), budget);
    }

    /** The value of a template, see {@link Expressions#template}; throws as {@link #when} does. */
    public @Nullable Object template(@Nullable Object template, Map<String, Object> scope, EntryBudget budget) {
        return call("a value of the step", () -> expressions.template(template, scope), budget);
    }

    /**
     * Any work that evaluates: decisions of policies, checks against schemas. It may be done twice.
     *
     * @param what for people, when it is not the work itself that fails
     * @throws RuntimeException what the work throws
     */
    public <T extends @Nullable Object> T call(String what, Supplier<T> work, EntryBudget budget) {
        Attempt<T> attempt = quick.attempt(work, budget);
        if (attempt.isTime()) {
            attempt = thorough.attempt(work, budget);
        }
        if (attempt.failure() != null) {
            throw attempt.failure();
        }
        if (attempt.exhausted() != null) {
            throw new ExpressionFailed(what, attempt.exhausted());
        }
        return value(attempt);
    }

    @SuppressWarnings("NullAway") // null where T has null
    private static <T extends @Nullable Object> T value(Attempt<T> attempt) {
        return attempt.value();
    }

    /** Evaluations that did not end when they were told to: more than none for long is a defect. */
    public int leftBehind() {
        return quick.leftBehind() + thorough.leftBehind();
    }
}
