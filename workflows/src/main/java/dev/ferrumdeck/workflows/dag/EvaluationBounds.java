package dev.ferrumdeck.workflows.dag;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Ends evaluations of JSONata that run away: in steps and depth, which is the same everywhere, in the size of what they
 * make, and at last in time. One instance per evaluation; confined to its thread.
 */
final class EvaluationBounds implements Jsonata.EntryCallback, Jsonata.ExitCallback {
    static final int MAX_STEPS = 1_000_000;
    static final int MAX_DEPTH = 200;
    static final int MAX_TEXT = 8 * 1024 * 1024;
    static final int MAX_ITEMS = 1_000_000;
    private static final long MAX_NANOS = 2_000_000_000L;

    private final long start = System.nanoTime();
    private int steps;
    private int depth;
    private @Nullable String reached;

    /** Which bound was reached; null when none was. */
    @Nullable
    String reached() {
        return reached;
    }

    /** A frame to evaluate in, whose functions cannot make more than the bounds allow. */
    Jsonata.Frame frame(Jsonata expression) {
        Jsonata.Frame frame = expression.createFrame();
        frame.setEvaluateEntryCallback(this);
        frame.setEvaluateExitCallback(this);
        frame.bind("pad", Jsonata.function("pad", new BoundedPad(this), "<s-ns?:s>"));
        return frame;
    }

    @Override
    public void callback(Parser.Symbol expression, Object input, Jsonata.Frame frame) {
        if (++steps > MAX_STEPS) {
            fail("it takes more than " + MAX_STEPS + " steps");
        }
        if (++depth > MAX_DEPTH) {
            fail("it is nested deeper than " + MAX_DEPTH + ": a recursion that does not end?");
        }
        if ((steps & 1023) == 0 && System.nanoTime() - start > MAX_NANOS) {
            fail("it takes longer than 2 seconds");
        }
    }

    @Override
    public void callback(Parser.Symbol expression, Object input, Jsonata.Frame frame, @Nullable Object result) {
        depth--;
        if (result instanceof String text && text.length() > MAX_TEXT) {
            fail("it makes a text longer than " + MAX_TEXT + " characters");
        }
        if (result instanceof Collection<?> items && items.size() > MAX_ITEMS) {
            fail("it makes a list of more than " + MAX_ITEMS + " items");
        }
    }

    void fail(String why) {
        reached = why;
        throw new IllegalStateException(why);
    }

    /** The library's own takes quadratic time. */
    private record BoundedPad(EvaluationBounds bounds) implements Jsonata.Fn3<String, Number, String, String> {
        @Override
        public String apply(String text, Number width, @Nullable String filler) {
            int wanted = Math.abs(width.intValue());
            if (wanted > 10_000) {
                bounds.fail("$pad to more than 10000 characters");
            }
            int missing = wanted - text.codePointCount(0, text.length());
            if (missing <= 0) {
                return text;
            }
            int[] fill = (filler == null || filler.isEmpty() ? " " : filler)
                    .codePoints()
                    .toArray();
            StringBuilder padding = new StringBuilder();
            for (int i = 0; i < missing; i++) {
                padding.appendCodePoint(fill[i % fill.length]);
            }
            return width.intValue() < 0 ? padding + text : text + padding;
        }
    }
}
