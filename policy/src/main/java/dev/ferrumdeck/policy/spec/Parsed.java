package dev.ferrumdeck.policy.spec;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What came of reading a specification: a value, or at least one fault. */
public final class Parsed<T> {
    private final @Nullable T value;
    private final List<Fault> faults;

    private Parsed(@Nullable T value, List<Fault> faults) {
        this.value = value;
        this.faults = List.copyOf(faults);
    }

    public static <T> Parsed<T> of(T value) {
        return new Parsed<>(value, List.of());
    }

    /** All that is wrong. */
    public static <T> Parsed<T> invalid(List<Fault> faults) {
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("an invalid specification has at least one fault");
        }
        return new Parsed<>(null, faults);
    }

    public boolean isValid() {
        return value != null;
    }

    /** Empty when the specification is valid. */
    public List<Fault> faults() {
        return faults;
    }

    /** @throws NoSuchElementException naming the faults, when there are any */
    public T value() {
        return orElseThrow(found -> new NoSuchElementException("invalid: " + found));
    }

    /** The value, or the exception that {@code exception} makes of the faults. */
    public <X extends Exception> T orElseThrow(Function<List<Fault>, X> exception) throws X {
        if (value == null) {
            throw exception.apply(faults);
        }
        return value;
    }
}
