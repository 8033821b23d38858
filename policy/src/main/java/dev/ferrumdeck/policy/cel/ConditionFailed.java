package dev.ferrumdeck.policy.cel;

import dev.ferrumdeck.policy.bounds.BoundReached;
import org.jspecify.annotations.Nullable;

/** A condition could not be evaluated; the caller must choose the safe side. */
public final class ConditionFailed extends Exception {
    private static final long serialVersionUID = 1L;

    ConditionFailed(String why, @Nullable Throwable cause) {
        super(shortened(why.replace("evaluation error at <input>:", "at character ")), cause);
    }

    ConditionFailed(BoundReached bound) {
        super(bound.getMessage(), bound);
    }

    /** Whether a bound ended it, and not the condition itself. */
    public boolean isBound() {
        return getCause() instanceof BoundReached;
    }

    private static String shortened(String why) {
        return why.length() <= 200 ? why : why.substring(0, 197) + "...";
    }
}
