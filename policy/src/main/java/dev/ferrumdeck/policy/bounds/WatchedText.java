package dev.ferrumdeck.policy.bounds;

/** A text that asks the meter while it is read: what matches it can be interrupted. Confined to the meter's thread. */
public final class WatchedText implements CharSequence {
    private static final int READS_PER_CHECK = 1 << 14;

    private final String text;
    private final Meter meter;
    private int reads;

    public WatchedText(String text, Meter meter) {
        this.text = text;
        this.meter = meter;
    }

    @Override
    public char charAt(int index) {
        if ((++reads & (READS_PER_CHECK - 1)) == 0) {
            meter.check();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
