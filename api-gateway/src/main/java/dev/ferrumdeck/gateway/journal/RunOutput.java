package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.dag.Definition;
import dev.ferrumdeck.workflows.dag.ExpressionFailed;
import dev.ferrumdeck.workflows.dag.Expressions;
import dev.ferrumdeck.workflows.dag.StepSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The output of a run that completed. */
final class RunOutput {
    private final EntryContext context;
    private final Expressions expressions;

    RunOutput(EntryContext context, Expressions expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    /** The definition's template over all steps; without one the output of the last step, or of each of the last. */
    @Nullable
    Object value() {
        Definition definition = context.run().pinned().definition();
        if (definition.output() == null) {
            return ofLeaves(definition.leaves());
        }
        Map<String, Object> scope =
                Scopes.of(context, definition.steps().stream().map(StepSpec::id).toList());
        try {
            return expressions.template(definition.output(), scope);
        } catch (ExpressionFailed e) {
            // the work is done and must not be lost for a slip in its summary
            return Map.of("error", Map.of("code", e.code().wireName(), "message", e.getMessage()));
        }
    }

    @SuppressWarnings("NullAway") // plain JSON has nulls
    private @Nullable Object ofLeaves(List<String> leaves) {
        context.steps().load(leaves);
        Map<String, Object> outputs = new HashMap<>();
        for (String leaf : leaves) {
            var row = context.steps().find(leaf);
            outputs.put(leaf, row == null ? null : row.output());
        }
        return leaves.size() == 1 ? outputs.get(leaves.get(0)) : outputs;
    }
}
