package dev.ferrumdeck.localstack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What {@code up} and the supervisor it starts have in common. */
final class StartOptions {
    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = "start only these: postgres, redis, temporal, gateway, worker")
    private Set<String> only = new LinkedHashSet<>();

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description =
                    "how long a worker may be silent before its work goes to another, for instance 3s (default: 30s)")
    private @Nullable Duration lease;

    Options options(Layout layout, Progress progress) {
        for (String part : only) {
            if (!Options.ALL_PARTS.contains(part)) {
                throw StackFailure.of("there is no part " + part, "choose of " + Options.ALL_PARTS);
            }
        }
        Options options = Options.in(layout.root(), layout.home()).withProgress(progress);
        options = only.isEmpty() ? options : options.withOnly(only);
        return lease == null ? options : options.withLease(lease);
    }

    String leaseText() {
        return lease == null ? "" : lease.toString();
    }

    boolean leaseGiven() {
        return lease != null;
    }

    List<String> asArguments() {
        List<String> words = new ArrayList<>();
        if (!only.isEmpty()) {
            words.addAll(List.of("--only", String.join(",", only)));
        }
        if (lease != null) {
            words.addAll(List.of("--lease", lease.toString()));
        }
        return words;
    }

    /** Reads {@code 3s}, {@code 500ms}, {@code 2m} and ISO 8601. */
    static final class TimeConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                if (text.endsWith("ms")) {
                    return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
                }
                return Duration.parse(text.startsWith("P") ? text : "PT" + text);
            } catch (java.time.format.DateTimeParseException | NumberFormatException e) {
                throw new TypeConversionException("write a time as 3s, 500ms or 2m, not " + text);
            }
        }
    }
}
