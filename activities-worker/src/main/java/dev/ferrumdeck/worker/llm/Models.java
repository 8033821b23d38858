package dev.ferrumdeck.worker.llm;

import dev.ferrumdeck.contracts.wire.LlmInput;
import dev.ferrumdeck.contracts.wire.ModelRef;
import dev.ferrumdeck.worker.settings.LlmSettings;
import dev.ferrumdeck.worker.work.WorkFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model, and who stands in for it where it cannot answer. When all of them only ask for patience, it waits, longer
 * each time and never shorter than they ask, for as long as the input allows. Safe to share.
 */
final class Models {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Providers providers;
    private final LlmSettings settings;
    private final Map<String, Guard> guards = new ConcurrentHashMap<>();

    Models(LlmSettings settings) {
        this.settings = settings;
        this.providers = new Providers(settings);
    }

    /**
     * The answer of the first that has one. Its usage is null also when another one may have used something before.
     *
     * @param limit how long all of it may take
     * @throws WorkFailed with the reason of the model itself, when none can answer
     */
    Answer ask(LlmInput input, Duration limit, Consumer<String> heard) throws InterruptedException {
        Time time = new Time(limit, Duration.ofSeconds(input.rateLimitSeconds()));
        boolean free = true;
        for (int round = 0; ; round++) {
            Round asked = new Round(input, time, heard);
            Answer answer = asked.ask();
            if (answer != null) {
                return free && asked.free ? answer : answer.withUsage(null);
            }
            Duration wait = asked.wait(round);
            if (wait == null || !time.allows(wait)) {
                throw asked.failure(wait, free);
            }
            free &= asked.free;
            Thread.sleep(wait.toMillis());
        }
    }

    /** Models that this worker can serve as it is configured. */
    void check(LlmInput input) {
        WorkFailed first = null;
        for (ModelRef model : candidates(input)) {
            try {
                providers.named(model.provider());
                return;
            } catch (WorkFailed e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new IllegalStateException("a model call without a model") : first;
    }

    private static List<ModelRef> candidates(LlmInput input) {
        List<ModelRef> candidates = new ArrayList<>(List.of(new ModelRef(input.provider(), input.model())));
        candidates.addAll(input.fallbacks());
        return candidates;
    }

    private Guard guard(String provider) {
        return guards.computeIfAbsent(
                provider, name -> new Guard(name, settings.concurrency(), settings.breakerRest()));
    }

    /** How much time there is, for all and for waiting. */
    private static final class Time {
        private final long until;
        private final long waitUntil;

        Time(Duration limit, Duration waiting) {
            long now = System.nanoTime();
            this.until = now + limit.toNanos();
            this.waitUntil = now + Math.min(limit.toNanos(), waiting.toNanos());
        }

        Duration left() {
            return Duration.ofNanos(Math.max(1_000_000, until - System.nanoTime()));
        }

        boolean allows(Duration wait) {
            return System.nanoTime() + wait.toNanos() < waitUntil;
        }
    }

    /** Each of them asked once. */
    private final class Round {
        private final LlmInput input;
        private final Time time;
        private final Consumer<String> heard;
        private final List<ProviderFailed> failures = new ArrayList<>();
        private @Nullable WorkFailed first;
        private boolean free = true;

        Round(LlmInput input, Time time, Consumer<String> heard) {
            this.input = input;
            this.time = time;
            this.heard = heard;
        }

        @Nullable
        Answer ask() throws InterruptedException {
            for (ModelRef model : candidates(input)) {
                try {
                    Provider provider = providers.named(model.provider());
                    Answer answer = guard(model.provider())
                            .pass(model, limit(), left -> provider.ask(input.to(model), left, heard));
                    return answer.usage() == null
                            ? answer
                            : answer.withUsage(answer.usage().by(model.toString()));
                } catch (ProviderFailed e) {
                    failures.add(e);
                    free &= e.isFree();
                    first = first == null ? e.asWorkFailed(model) : first;
                } catch (WorkFailed e) {
                    first = first == null ? e : first;
                }
            }
            return null;
        }

        private Duration limit() {
            Duration left = time.left();
            return left.compareTo(settings.timeout()) < 0 ? left : settings.timeout();
        }

        /** How long until it is worth asking again; null when waiting helps nobody. */
        @Nullable
        Duration wait(int round) {
            Duration shortest = null;
            for (ProviderFailed failure : failures) {
                if (failure.kind().passes()) {
                    Duration wait = wait(round, failure.retryAfter());
                    shortest = shortest == null || wait.compareTo(shortest) < 0 ? wait : shortest;
                }
            }
            return shortest;
        }

        private static Duration wait(int round, @Nullable Duration asked) {
            long own = Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << Math.min(round, 10));
            long jitter = ThreadLocalRandom.current().nextLong(own / 2 + 1);
            return asked == null ? Duration.ofMillis(own / 2 + jitter) : asked.plusMillis(jitter);
        }

        WorkFailed failure(@Nullable Duration wait, boolean freeBefore) {
            WorkFailed failure = Objects.requireNonNull(first, "no model was asked");
            if (wait != null) {
                failure = failure.adding("; it was waited for up to " + input.rateLimitSeconds()
                        + " s, and the next try would be in " + wait.toSeconds()
                        + " s: raise the model's rate_limit_seconds, or give it fallbacks");
            }
            return failure.having(freeBefore && (free || failures.size() == 1) ? failure.usage() : null);
        }
    }
}
