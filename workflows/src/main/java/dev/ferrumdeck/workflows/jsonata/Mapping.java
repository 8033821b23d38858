package dev.ferrumdeck.workflows.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import dev.ferrumdeck.policy.bounds.BoundReached;
import dev.ferrumdeck.policy.bounds.Meter;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A compiled JSONata expression. Thread-safe: the library's objects are used by one thread at a time. */
public final class Mapping {
    private static final int MAX_SOURCE = 32 * 1024;

    private final RewrittenSource source;
    private final Queue<Jsonata> idle = new ConcurrentLinkedQueue<>();

    private Mapping(RewrittenSource source, Jsonata first) {
        this.source = source;
        idle.add(first);
    }

    /** A value that may be JSON's null. */
    public record Value(@Nullable Object json) {}

    /** @throws NotJsonata when it is not JSONata, or names what is not available */
    public static Mapping compile(String source) throws NotJsonata {
        if (source.length() > MAX_SOURCE) {
            throw new NotJsonata("it has " + source.length() + " characters; at most " + MAX_SOURCE);
        }
        try {
            RewrittenSource rewritten = RewrittenSource.of(source);
            return new Mapping(rewritten, parse(rewritten));
        } catch (JException e) {
            throw new NotJsonata(e);
        } catch (StackOverflowError e) {
            throw new NotJsonata("it is nested too deeply");
        }
    }

    private static Jsonata parse(RewrittenSource source) {
        Jsonata jsonata = Jsonata.jsonata(source.text());
        jsonata.setOutputConvertNulls(false); // tells a null from no value
        jsonata.setValidateInput(false);
        Library.bind(jsonata);
        source.regexes().forEach(jsonata::registerFunction);
        return jsonata;
    }

    /**
     * Its value; empty when it has none. Evaluated under the meter that the thread is in.
     *
     * @throws MappingFailed when it cannot be evaluated
     * @throws BoundReached when the meter, or a bound of values, ended it
     */
    public Optional<Value> evaluate(Map<String, Object> scope) throws MappingFailed {
        Meter meter = Meter.current().orElseThrow(() -> new IllegalStateException("mappings are evaluated metered"));
        Jsonata jsonata = Optional.ofNullable(idle.poll()).orElseGet(() -> parse(source));
        try {
            Object result = jsonata.evaluate(scope, new Watch(meter).frame(jsonata));
            idle.add(jsonata); // only after success: a failed evaluation may leave it in any state
            return result == null ? Optional.empty() : Optional.of(new Value(new PlainJson(meter).of(result)));
        } catch (RuntimeException e) {
            meter.reached().ifPresent(why -> meter.check()); // the library wraps what its functions throw
            throw new MappingFailed(isOverflow(e) ? Watch.TOO_DEEP : describe(e));
        } catch (StackOverflowError e) {
            throw new MappingFailed(Watch.TOO_DEEP);
        }
    }

    private static boolean isOverflow(RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof StackOverflowError;
    }

    /** What is wrong, with the position where it is known. */
    static String describe(RuntimeException e) {
        if (e instanceof JException problem) {
            String where = problem.getLocation() > 0 ? "character " + problem.getLocation() + ": " : "";
            return where + problem.getMessage();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
