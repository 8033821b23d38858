package dev.ferrumdeck.worker.settings;

/** A value that must not be shown: {@link #toString()} hides it. */
public final class Secret {
    public static final Secret NONE = new Secret("");
    private final String value;

    public Secret(String value) {
        this.value = value.strip();
    }

    /** The value itself, for the one place that sends it. */
    public String reveal() {
        return value;
    }

    public boolean isPresent() {
        return !value.isEmpty();
    }

    @Override
    public String toString() {
        return isPresent() ? "***" : "";
    }
}
