package dev.ferrumdeck.gateway.runs;

import dev.ferrumdeck.gateway.platform.web.ApiException;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * Callers that wait for the end of a run. They hold no thread: one loop looks at all of their runs with one query.
 * Thread-safe.
 */
@Component
class RunWaits {
    private static final Logger LOG = LoggerFactory.getLogger(RunWaits.class);
    private static final long POLL_MILLIS = 50;

    private final RunStore store;
    private final JdbcClient jdbc;
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService loop;
    private final ScheduledFuture<?> tick;

    /** A caller that waits. Identity counts: the same run may be waited for twice. */
    private static final class Waiting {
        private final String runId;
        private final Runnable answer;

        Waiting(String runId, Runnable answer) {
            this.runId = runId;
            this.answer = answer;
        }
    }

    RunWaits(RunStore store, JdbcClient jdbc) {
        this.store = store;
        this.jdbc = jdbc;
        CustomizableThreadFactory threads = new CustomizableThreadFactory("run-waits-");
        threads.setDaemon(true);
        this.loop = Executors.newSingleThreadScheduledExecutor(threads);
        this.tick = loop.scheduleWithFixedDelay(this::lookOnce, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Answers with the run as it is when it is over, or when the time is up; at once when nobody asked to wait. */
    DeferredResult<ResponseEntity<RunResource>> until(
            Wait wait, String tenantId, String runId, Function<RunRow, ResponseEntity<RunResource>> answer) {
        DeferredResult<ResponseEntity<RunResource>> result = new DeferredResult<>((wait.seconds() + 30) * 1000L);
        Runnable now = () -> {
            try {
                result.setResult(answer.apply(read(tenantId, runId)));
            } catch (RuntimeException e) {
                result.setErrorResult(e);
            }
        };
        if (!wait.isAsked()) {
            now.run();
            return result;
        }
        Waiting caller = new Waiting(runId, now);
        waiting.add(caller);
        ScheduledFuture<?> end = loop.schedule(() -> answer(caller), wait.seconds(), TimeUnit.SECONDS);
        result.onCompletion(() -> {
            waiting.remove(caller);
            end.cancel(false);
        });
        return result;
    }

    private RunRow read(String tenantId, String runId) {
        return store.find(tenantId, runId).orElseThrow(() -> ApiException.notFound("run", runId));
    }

    private void answer(Waiting caller) {
        if (waiting.remove(caller)) {
            caller.answer.run();
        }
    }

    @SuppressWarnings("CatchingUnchecked") // the loop must go on while PostgreSQL is away
    private void lookOnce() {
        if (waiting.isEmpty()) {
            return;
        }
        try {
            List<String> over = over();
            waiting.stream().filter(it -> over.contains(it.runId)).forEach(this::answer);
        } catch (Exception e) {
            LOG.warn("cannot look after {} waiting callers; trying again", waiting.size(), e);
        }
    }

    private List<String> over() {
        return jdbc.sql("""
                        SELECT id FROM runs WHERE id = ANY(:runs)
                            AND status IN ('completed', 'failed', 'cancelled', 'budget_exceeded')
                        """)
                .param("runs", waiting.stream().map(it -> it.runId).distinct().toArray(String[]::new))
                .query(String.class)
                .list();
    }

    @PreDestroy
    void close() {
        tick.cancel(false);
        loop.shutdownNow();
        waiting.forEach(this::answer);
    }
}
