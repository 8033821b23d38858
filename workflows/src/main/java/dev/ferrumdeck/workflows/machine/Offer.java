package dev.ferrumdeck.workflows.machine;

import org.jspecify.annotations.Nullable;

/** What the budget says to a wish. */
sealed interface Offer {
    /** @param maxOutputTokens the most tokens the model may answer with; 0 for what is no model call */
    record Granted(Amount amount, int maxOutputTokens) implements Offer {}

    /** It does not fit now, but attempts in motion may give something back. */
    record Later() implements Offer {}

    /** @param agent whose own budget is used up; null when it is that of the run */
    record Never(@Nullable StepPath agent) implements Offer {}
}
