package dev.ferrumdeck.workflows.machine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What an agent that has limits of its own used of them.
 *
 * @param workMillis work time of its loop up to {@code since}
 * @param since since when its work time runs, in epoch milliseconds; -1 while it does not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Purse(
        @JsonProperty("s") Amount spent,
        @JsonProperty("r") Amount reserved,
        @JsonProperty("w") long workMillis,
        @JsonProperty("a") long since) {
    static final Purse EMPTY = new Purse(Amount.ZERO, Amount.ZERO, 0, -1);

    Purse reserve(Amount amount) {
        return new Purse(spent, reserved.plus(amount), workMillis, since);
    }

    Purse release(Amount amount) {
        return new Purse(spent, reserved.minus(amount), workMillis, since);
    }

    Purse settle(Amount reservation, Amount used) {
        return new Purse(spent.plus(used), reserved.minus(reservation), workMillis, since);
    }

    /** Work time until {@code at}. */
    long workMillis(long at) {
        return since < 0 ? workMillis : Saturating.plus(workMillis, Math.max(0, at - since));
    }

    /** The clock runs from {@code at}, or stands. */
    Purse clocked(long at, boolean active) {
        return new Purse(spent, reserved, workMillis(at), active ? at : -1);
    }
}
