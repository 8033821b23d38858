package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.workflows.dag.Definition;
import dev.ferrumdeck.workflows.dag.Expressions;
import dev.ferrumdeck.workflows.dag.StepSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The output of a run that completed. */
final class RunOutput {
    private final Preparation preparing;
    private final Expressions expressions;

    RunOutput(Preparation preparing, Expressions expressions) {
        this.preparing = preparing;
        this.expressions = expressions;
    }

    /** The definition's template over all steps; without one the output of the last step, or of each of the last. */
    @Nullable
    Object value() {
        Definition definition = preparing.run().pinned().definition();
        if (definition.output() == null) {
            return ofLeaves(definition.leaves());
        }
        Map<String, Object> scope = Scopes.of(
                preparing, definition.steps().stream().map(StepSpec::id).toList());
        return expressions.template(definition.output(), scope);
    }

    @SuppressWarnings("NullAway") // plain JSON has nulls
    private @Nullable Object ofLeaves(List<String> leaves) {
        preparing.steps().load(leaves);
        Map<String, Object> outputs = new HashMap<>();
        for (String leaf : leaves) {
            var row = preparing.steps().find(leaf);
            outputs.put(leaf, row == null ? null : row.output());
        }
        return leaves.size() == 1 ? outputs.get(leaves.get(0)) : outputs;
    }
}
