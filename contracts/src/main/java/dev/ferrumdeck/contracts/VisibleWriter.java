package dev.ferrumdeck.contracts;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * The door to a terminal: everything that is written through it is {@link Visible}. Keeps the first failure of the stream
 * below, which a {@link PrintWriter} would only count. For one thread.
 */
public final class VisibleWriter extends Writer {
    private final Writer out;
    private final StringBuilder held = new StringBuilder();
    private @Nullable IOException failure;

    public VisibleWriter(Writer out) {
        super(out);
        this.out = out;
    }

    @Override
    public void write(char[] chars, int from, int length) throws IOException {
        held.append(chars, from, length);
        int end = held.length();
        boolean half = end > 0 && Character.isHighSurrogate(held.charAt(end - 1));
        pass(half ? end - 1 : end);
    }

    @Override
    public void flush() throws IOException {
        pass(held.length());
        guard(out::flush);
    }

    @Override
    public void close() throws IOException {
        flush();
        guard(out::close);
    }

    /**
     * Whether all that was written has arrived.
     *
     * @throws IOException the first failure, such as a full disk
     */
    public void check() throws IOException {
        flush();
        if (failure != null) {
            throw failure;
        }
    }

    private void pass(int end) throws IOException {
        if (end > 0) {
            String text = Visible.text(held.substring(0, end));
            held.delete(0, end);
            guard(() -> out.write(text));
        }
    }

    private void guard(Writing writing) throws IOException {
        try {
            writing.run();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    /** Something that may fail. */
    private interface Writing {
        void run() throws IOException;
    }
}
