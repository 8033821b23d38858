package dev.ferrumdeck.gateway.platform.health;

import dev.ferrumdeck.gateway.platform.health.Readiness.Dependency;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks all dependencies at once and waits for none of them longer than a limit. Thread-safe. */
class Checks {
    private static final Logger log = LoggerFactory.getLogger(Checks.class);

    private final List<ReadinessCheck> checks;
    private final Executor executor;
    private final Duration limit;

    Checks(List<ReadinessCheck> checks, Executor executor, Duration limit) {
        this.checks = List.copyOf(checks);
        this.executor = executor;
        this.limit = limit;
    }

    Map<String, Dependency> ask() {
        Map<String, CompletableFuture<Dependency>> asked = new LinkedHashMap<>();
        for (ReadinessCheck check : checks) {
            asked.put(
                    check.name(),
                    CompletableFuture.supplyAsync(() -> ask(check), executor)
                            .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                            .exceptionally(e -> down(check, e)));
        }
        Map<String, Dependency> answers = new LinkedHashMap<>();
        asked.forEach((name, answer) -> answers.put(name, answer.join()));
        return answers;
    }

    private static Dependency ask(ReadinessCheck check) {
        try {
            return new Dependency("up", check.required(), check.check());
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static Dependency down(ReadinessCheck check, Throwable e) {
        log.debug("{} is down", check.name(), e);
        Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        String detail = cause instanceof TimeoutException
                ? "no answer in time"
                : cause.getClass().getSimpleName();
        return new Dependency("down", check.required(), detail);
    }
}
