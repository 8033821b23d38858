package dev.ferrumdeck.workflows.jsonata;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser;
import dev.ferrumdeck.policy.bounds.Meter;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Watches one evaluation of JSONata: counts its steps and its depth, and looks at each value that it makes. Confined to
 * its thread.
 */
final class Watch implements Jsonata.EntryCallback, Jsonata.ExitCallback {
    static final int MAX_DEPTH = 200;
    static final int MAX_TEXT = 8 * 1024 * 1024;
    static final int MAX_ITEMS = 1_000_000;
    static final String TOO_DEEP = "it is nested too deeply: a recursion that does not end?";
    private static final ThreadLocal<@Nullable Watch> CURRENT = new ThreadLocal<>();

    private final Meter meter;
    private final Weights weights;
    private final IdentityHashMap<Parser.Symbol, Boolean> constructors = new IdentityHashMap<>();
    private int depth;

    Watch(Meter meter) {
        this.meter = meter;
        this.weights = new Weights(meter);
    }

    /** The evaluation that this thread is in, for the functions of the library. */
    static Watch current() {
        return Optional.ofNullable(CURRENT.get()).orElseThrow(() -> new IllegalStateException("not evaluating"));
    }

    /** A frame to evaluate in, on this thread. */
    Jsonata.Frame frame(Jsonata expression) {
        CURRENT.set(this);
        Jsonata.Frame frame = expression.createFrame();
        frame.setEvaluateEntryCallback(this);
        frame.setEvaluateExitCallback(this);
        return frame;
    }

    Meter meter() {
        return meter;
    }

    @Override
    public void callback(Parser.Symbol node, Object input, Jsonata.Frame frame) {
        meter.step();
        if (++depth > MAX_DEPTH) {
            fail("it is nested deeper than " + MAX_DEPTH + ": a recursion that does not end?");
        }
    }

    @Override
    public void callback(Parser.Symbol node, Object input, Jsonata.Frame frame, @Nullable Object result) {
        depth--;
        if (result instanceof Pattern) {
            fail("a regular expression stands where none is expected: put it in parentheses");
        }
        look(result);
        if (result instanceof Collection || result instanceof Map) {
            if (constructors.computeIfAbsent(node, Watch::isConstructor)) {
                weights.weigh(result);
            }
        }
    }

    /** A function made this value. */
    void made(@Nullable Object value) {
        look(value);
        if (value instanceof Collection || value instanceof Map) {
            weights.weigh(value);
        }
    }

    void fail(String why) {
        meter.fail(Meter.Kind.AMOUNT, why);
    }

    private void look(@Nullable Object value) {
        if (value instanceof String text && text.length() > MAX_TEXT) {
            fail("it makes a text longer than " + MAX_TEXT + " characters");
        }
        if (value instanceof Collection<?> items && items.size() > MAX_ITEMS) {
            fail("it makes a list of more than " + MAX_ITEMS + " items");
        }
    }

    /** The library keeps a node's type to itself, but not its text. */
    private static boolean isConstructor(Parser.Symbol node) {
        String text = node.toString();
        return node.group != null || text.endsWith("value={") || text.endsWith("value=[");
    }
}
