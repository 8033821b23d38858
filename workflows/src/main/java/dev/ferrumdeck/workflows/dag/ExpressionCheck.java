package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.policy.cel.Condition;
import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.policy.spec.Parsed;
import dev.ferrumdeck.workflows.jsonata.JsonataSource;
import dev.ferrumdeck.workflows.jsonata.Mapping;
import dev.ferrumdeck.workflows.jsonata.NotJsonata;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the expressions of one step, or of the output: that they compile, and that they name only what is there. */
final class ExpressionCheck {
    private final List<Fault> faults;
    private final Set<String> all;
    private final Set<String> upstream;
    private final @Nullable String step;

    /**
     * @param all ids of all steps
     * @param upstream ids of those that may be named here
     * @param step whose expressions they are; null for the output
     */
    ExpressionCheck(List<Fault> faults, Set<String> all, Set<String> upstream, @Nullable String step) {
        this.faults = faults;
        this.all = all;
        this.upstream = upstream;
        this.step = step;
    }

    void condition(String cel, String pointer) {
        Parsed<Condition> condition = Expressions.CONDITIONS.compile(cel, pointer);
        faults.addAll(condition.faults());
        if (!condition.isValid()) {
            hyphens(cel, pointer);
            return;
        }
        Set<String> named = new LinkedHashSet<>();
        condition.value().paths().stream()
                .filter(path -> path.size() >= 2 && path.get(0).equals("steps"))
                .forEach(path -> named.add(path.get(1)));
        named.forEach(id -> reference(id, "", pointer));
        if (condition.value().constant().isPresent()
                && !condition.value().constant().get()) {
            String message = "'when' never holds, so the step is never reached: take away the condition or the step";
            faults.add(new Fault(pointer, "unreachable", message));
        }
    }

    void template(@Nullable Object template, String pointer) {
        Template.strings(template, pointer, this::string);
    }

    private void string(String pointer, String text) {
        if (Template.isMixed(text)) {
            String message = "an expression must be the whole string: write {% 'Hello ' & input.name %} instead of"
                    + " Hello {% input.name %}";
            faults.add(new Fault(pointer, "template", message));
        }
        Template.expression(text).ifPresent(source -> mapping(source, pointer));
    }

    private void mapping(String source, String pointer) {
        try {
            Mapping.compile(source);
        } catch (NotJsonata e) {
            faults.add(new Fault(pointer, "jsonata", e.getMessage()));
            return;
        }
        JsonataSource tokens = JsonataSource.of(source);
        Set<String> seen = new LinkedHashSet<>();
        for (JsonataSource.Reference reference : tokens.steps()) {
            if (seen.add(reference.step())) {
                reference(reference.step(), "character " + reference.position() + ": ", pointer);
            }
        }
    }

    private void reference(String id, String where, String pointer) {
        if (!all.contains(id)) {
            String message = where + "there is no step '" + id + "'" + quoting(id) + "; there are "
                    + String.join(", ", GraphCheck.some(all));
            faults.add(new Fault(pointer, "unknown-step", message));
        } else if (!upstream.contains(id)) {
            String message = id.equals(step)
                    ? where + "a step cannot use its own output"
                    : where + "'" + id + "' may not have ended by then: add it to depends_on of '" + step + "'";
            faults.add(new Fault(pointer, "not-a-dependency", message));
        }
    }

    /** {@code steps.my-step} is a subtraction: the most likely mistake with such ids. */
    private String quoting(String id) {
        return all.stream()
                .filter(known -> known.startsWith(id + "-"))
                .findFirst()
                .map(known -> " (did you mean '" + known + "'? write steps.`" + known + "`)")
                .orElse("");
    }

    private void hyphens(String cel, String pointer) {
        all.stream()
                .filter(id -> id.contains("-") && cel.contains("steps." + id))
                .findFirst()
                .ifPresent(id -> faults.add(new Fault(
                        pointer, "cel", "'steps." + id + "' is read as a subtraction: write steps.`" + id + "`")));
    }
}
