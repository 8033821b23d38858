package dev.ferrumdeck.policy.cel;

import com.google.re2j.Pattern;
import dev.cel.runtime.CelFunctionBinding;
import dev.ferrumdeck.policy.bounds.Meter;
import dev.ferrumdeck.policy.bounds.WatchedText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CEL's {@code matches}, which can be interrupted: time is text times pattern, and both may come from a model. */
final class CelMatches {
    private static final int MAX_PROGRAM = 2_000;

    static final List<CelFunctionBinding> BINDINGS = List.of(
            CelFunctionBinding.from("matches", String.class, String.class, CelMatches::matches),
            CelFunctionBinding.from("matches_string", String.class, String.class, CelMatches::matches));

    private CelMatches() {}

    private static boolean matches(String text, String regex) {
        Pattern pattern = Pattern.compile(regex);
        if (pattern.programSize() > MAX_PROGRAM) {
            throw new IllegalArgumentException("the regular expression is too large: it has " + pattern.programSize()
                    + " steps of at most " + MAX_PROGRAM);
        }
        @Nullable Meter meter = Meter.current().orElse(null);
        return pattern.matcher(meter == null ? text : new WatchedText(text, meter))
                .find();
    }
}
