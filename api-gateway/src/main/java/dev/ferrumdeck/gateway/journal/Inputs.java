package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.dag.Expressions;
import dev.ferrumdeck.workflows.machine.StepPath;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Evaluates conditions and inputs of steps over the values of a run. */
@Component
class Inputs {
    private final Expressions expressions;

    Inputs(Expressions expressions) {
        this.expressions = expressions;
    }

    /** Whether the condition of a step holds; a step of a loop, or one without a condition, always. */
    boolean holds(EntryContext context, StepPath path) {
        if (path.isOfLoop()) {
            return true;
        }
        String when = context.run().work(path).frame().when();
        return when == null || expressions.when(when, Scopes.of(context, path));
    }

    @Nullable
    Object evaluate(EntryContext context, StepPath path, @Nullable Object template) {
        return expressions.template(template, Scopes.of(context, path));
    }

    /** The output of a run that completed: its template, or the output of its last step or steps. */
    @Nullable
    Object output(EntryContext context) {
        return new RunOutput(context, expressions).value();
    }
}
