package dev.ferrumdeck.gateway.journal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ferrumdeck.workflows.evaluation.Evaluator;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Evaluates what definitions and policies say of a run, once. What takes long is remembered for a while: the entry that
 * asked may be written before it is there, and the next one asks again. Thread-safe.
 */
@Component
class Evaluations {
    private static final long LONG_NANOS = Duration.ofMillis(100).toNanos();

    private final Evaluator evaluator;
    private final Cache<Question, CompletableFuture<@Nullable Object>> asked = Caffeine.newBuilder()
            .maximumSize(2_000)
            .expireAfterWrite(Duration.ofMinutes(2))
            .build();

    Evaluations(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /**
     * What is evaluated. The same question of a run has the same answer: what it is about does not change.
     *
     * @param of the expression, or whatever else tells it from others of the same step
     */
    record Question(String runId, String step, @Nullable Object of) {}

    /** The answer to a question, see {@link Evaluator#call}. */
    @SuppressWarnings({"unchecked", "NullAway"
    }) // the same question has an answer of the same type; null where T has null
    <T extends @Nullable Object> T answer(Preparation preparing, Question question, Supplier<T> work) {
        CompletableFuture<@Nullable Object> mine = new CompletableFuture<>();
        CompletableFuture<@Nullable Object> others = asked.asMap().putIfAbsent(question, mine);
        if (others != null) {
            return (T) await(others);
        }
        boolean keep = false;
        long from = System.nanoTime();
        try {
            T answer = evaluator.call("a value of step " + question.step(), work, preparing.budget());
            mine.complete(answer);
            keep = true;
            return answer;
        } catch (Throwable failure) {
            mine.completeExceptionally(failure);
            keep = Trouble.of(failure) == Trouble.OWN;
            throw failure;
        } finally {
            if (!keep || System.nanoTime() - from < LONG_NANOS) {
                asked.invalidate(question);
            }
        }
    }

    private static @Nullable Object await(CompletableFuture<@Nullable Object> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
