package dev.ferrumdeck.workflows.jsonata;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function of JSONata that asks the meter before it begins, and looks at what it made. A function that works through a
 * list with another function of the library evaluates no node: without this it would be out of reach. Thread-safe.
 */
final class BoundedFunction extends Jsonata.JFunction {
    private final Guard guard;
    private final @Nullable Body body;

    /** What must be said of the arguments before the function may begin. */
    interface Guard {
        Guard NONE = arguments -> {};

        void check(Arguments arguments);
    }

    /** Stands in for the library's own function. */
    interface Body {
        @Nullable
        Object call(Arguments arguments) throws Throwable;
    }

    /**
     * A function of the library.
     *
     * @param method of {@link Functions}, for its implementation and the number of its arguments
     * @param body null is the library's own
     */
    BoundedFunction(String name, String signature, String method, Guard guard, @Nullable Body body) {
        super(name, signature, Functions.class, null, method);
        this.guard = guard;
        this.body = body;
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's signature
    public @Nullable Object call(Object input, List list) {
        Watch watch = Watch.current();
        watch.meter().check();
        Arguments arguments = new Arguments(list);
        guard.check(arguments);
        Object made = body == null ? super.call(input, list) : called(body, arguments);
        watch.made(made);
        return made;
    }

    private static @Nullable Object called(Body body, Arguments arguments) {
        try {
            return body.call(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) { // of a function that it was given
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
