package dev.ferrumdeck.gateway.platform.health;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ferrumdeck.gateway.platform.health.Readiness.Dependency;
import dev.ferrumdeck.gateway.platform.web.Caller;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /health}: open to all; details are for those with a key. */
@RestController
@RequestMapping("/health")
class HealthController {
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Checks checks;
    private Map<String, Dependency> latest = Map.of();
    private long askedNanos;
    private final ExecutorService executor = Executors.newCachedThreadPool(HealthController::thread);

    HealthController(List<ReadinessCheck> checks) {
        this.checks = new Checks(checks, executor, Duration.ofSeconds(2));
    }

    /** This process runs; says nothing of what it depends on. */
    @GetMapping("/live")
    Live live() {
        return new Live("live", Version.get());
    }

    /** 503 when a request would fail: without PostgreSQL, not without Redis or Temporal. */
    @GetMapping("/ready")
    ResponseEntity<Readiness> ready(@AuthenticationPrincipal @Nullable Caller caller) {
        Map<String, Dependency> dependencies = dependencies(caller != null);
        boolean ready = dependencies.values().stream().allMatch(one -> one.up() || !one.required());
        boolean all = dependencies.values().stream().allMatch(Dependency::up);
        String status = !ready ? "not-ready" : all ? "ready" : "degraded";
        return ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(new Readiness(status, Version.get(), caller == null ? bare(dependencies) : dependencies));
    }

    /** Without a key the dependencies are asked once in a while only, however many ask, so that asking costs nothing. */
    private synchronized Map<String, Dependency> dependencies(boolean anew) {
        long now = System.nanoTime();
        if (anew || latest.isEmpty() || now - askedNanos > FRESH.toNanos()) {
            latest = checks.ask();
            askedNanos = now;
        }
        return latest;
    }

    /** Versions and addresses are for those with a key. */
    private static Map<String, Dependency> bare(Map<String, Dependency> dependencies) {
        Map<String, Dependency> bare = new LinkedHashMap<>();
        dependencies.forEach((name, one) -> bare.put(name, new Dependency(one.status(), one.required(), null)));
        return bare;
    }

    @PreDestroy
    void stop() {
        executor.shutdownNow();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "readiness");
        thread.setDaemon(true);
        return thread;
    }

    /** The answer of {@code /health/live}. */
    record Live(
            @JsonProperty("status") String status,
            @JsonProperty("version") String version) {}
}
