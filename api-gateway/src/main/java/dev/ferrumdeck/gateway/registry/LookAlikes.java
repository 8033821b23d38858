package dev.ferrumdeck.gateway.registry;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Names that people cannot tell apart. Names have only the characters {@code [A-Za-z0-9_.-]} by their form, so what is
 * left of Unicode's confusables (UTS 39) is case, {@code 0 O}, {@code 1 I l} and {@code m rn}.
 */
final class LookAlikes {
    private LookAlikes() {}

    /** The first of {@code others} that is another name and looks like {@code name}. */
    static Optional<String> of(String name, Collection<String> others) {
        String caseless = name.toLowerCase(Locale.ROOT);
        String skeleton = skeleton(name);
        return others.stream()
                .filter(other -> !other.equals(name))
                .filter(other -> other.toLowerCase(Locale.ROOT).equals(caseless)
                        || skeleton(other).equals(skeleton))
                .findFirst();
    }

    private static String skeleton(String name) {
        return name.replace('0', 'O')
                .replace('1', 'l')
                .replace('I', 'l')
                .replace("m", "rn")
                .toLowerCase(Locale.ROOT);
    }
}
