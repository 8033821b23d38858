package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.dag.Expressions;
import dev.ferrumdeck.workflows.machine.StepPath;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Evaluates conditions and inputs of steps over the values of a run. */
@Component
class Inputs {
    private final Expressions expressions;
    private final Evaluations evaluations;
    private final Values values;

    Inputs(Expressions expressions, Evaluations evaluations, Values values) {
        this.expressions = expressions;
        this.evaluations = evaluations;
        this.values = values;
    }

    /** Keeps a value of the run. What an entry that is never written kept is found again by its digest. */
    Kept keep(Preparation preparing, Object value) {
        PinnedRun run = preparing.run();
        return values.keep(run, value);
    }

    /** Whether the condition of a step holds; a step of a loop, or one without a condition, always. */
    boolean holds(Preparation preparing, StepPath path) {
        if (path.isOfLoop()) {
            return true;
        }
        String when = preparing.run().work(path).frame().when();
        return when == null
                || evaluations.<Boolean>answer(
                        preparing,
                        question(preparing, path.toString(), when),
                        () -> expressions.when(when, Scopes.of(preparing, path)));
    }

    @Nullable
    Object evaluate(Preparation preparing, StepPath path, @Nullable Object template) {
        return evaluations.answer(
                preparing,
                question(preparing, path.toString(), template),
                () -> expressions.template(template, Scopes.of(preparing, path)));
    }

    /** The output of a run that completed: its template, or the output of its last step or steps. */
    @Nullable
    Object output(Preparation preparing) {
        return evaluations.answer(
                preparing, question(preparing, "", "output"), () -> new RunOutput(preparing, expressions).value());
    }

    private static Evaluations.Question question(Preparation preparing, String step, @Nullable Object of) {
        return new Evaluations.Question(preparing.run().runId(), step, of);
    }
}
