package dev.ferrumdeck.workflows.jsonata;

import com.dashjoin.jsonata.Utils;
import dev.ferrumdeck.policy.bounds.Meter;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How large values are when they are written out. A value may hold another twice for the price of a reference, and that
 * one another twice: forty such steps are a value that no comparison, hash or text of it ever comes to an end of. So each
 * container is weighed when it is made, with the weights of what is in it. One instance per evaluation.
 */
final class Weights {
    /** What anything weighs, beside the characters of texts. */
    static final int NODE = 8;

    private static final long MOST = 16L * 1024 * 1024;
    private static final int DEEPEST = 250;

    private final Meter meter;
    private final IdentityHashMap<Object, Weight> known = new IdentityHashMap<>();

    Weights(Meter meter) {
        this.meter = meter;
    }

    private record Weight(long units, int depth) {
        static final Weight SCALAR = new Weight(NODE, 0);

        Weight with(Weight child) {
            return new Weight(units + child.units, Math.max(depth, child.depth + 1));
        }
    }

    /** Ends the evaluation when this value is too large or too deep. */
    void weigh(@Nullable Object value) {
        of(value, 0);
    }

    private Weight of(@Nullable Object value, int level) {
        if (value instanceof String text) {
            return new Weight(NODE + text.length(), 0);
        }
        if (value instanceof Utils.RangeList range) {
            return checked(new Weight((long) NODE * (range.size() + 1), 1));
        }
        if (!(value instanceof Map || value instanceof List)) {
            return Weight.SCALAR;
        }
        Weight before = known.get(value);
        if (before != null) {
            return before;
        }
        Weight weight = new Weight(NODE, 1);
        Iterable<?> children = value instanceof Map<?, ?> map ? map.values() : (List<?>) value;
        if (level > DEEPEST) {
            tooDeep();
        }
        meter.check();
        for (Object child : children) {
            weight = checked(weight.with(of(child, level + 1)));
        }
        known.put(value, weight);
        return weight;
    }

    private Weight checked(Weight weight) {
        if (weight.units > MOST) {
            meter.fail(Meter.Kind.AMOUNT, "it makes a value larger than " + MOST + " characters");
        }
        if (weight.depth > DEEPEST) {
            tooDeep();
        }
        return weight;
    }

    private void tooDeep() {
        meter.fail(Meter.Kind.AMOUNT, "it makes a value nested deeper than " + DEEPEST);
    }
}
