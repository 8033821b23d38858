package dev.ferrumdeck.workflows.jsonata;

/** A text that is put together, up to the largest that is allowed. */
final class BoundedText {
    private final Watch watch = Watch.current();
    private final StringBuilder text = new StringBuilder();

    BoundedText append(CharSequence part) {
        return append(part, 0, part.length());
    }

    BoundedText append(CharSequence part, int from, int to) {
        if (text.length() + (to - from) > Watch.MAX_TEXT) {
            watch.fail("it makes a text longer than " + Watch.MAX_TEXT + " characters");
        }
        watch.meter().check();
        text.append(part, from, to);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
