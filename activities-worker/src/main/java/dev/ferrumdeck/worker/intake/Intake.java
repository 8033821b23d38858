package dev.ferrumdeck.worker.intake;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.ferrumdeck.bridge.RedisBridge;
import dev.ferrumdeck.bridge.StreamReader;
import dev.ferrumdeck.worker.artifacts.Artifacts;
import dev.ferrumdeck.worker.grants.GrantCheck;
import dev.ferrumdeck.worker.health.HealthCheck;
import dev.ferrumdeck.worker.http.GatewayHttp;
import dev.ferrumdeck.worker.settings.IntakeSettings;
import dev.ferrumdeck.worker.settings.Misconfigured;
import dev.ferrumdeck.worker.telemetry.Spans;
import dev.ferrumdeck.worker.work.Actor;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The worker's intake: starts reading with the application, and on SIGTERM stops reading, lets attempts finish for a
 * while, and hands back the rest.
 */
public final class Intake implements SmartLifecycle, HealthCheck {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final Duration HAND_BACK = Duration.ofSeconds(5);

    private final IntakeSettings settings;
    private final String workerId;
    private final RedisBridge redis;
    private final StreamReader reader;
    private final LeaseKeeper leases;
    private final Slots slots;
    private final ExecutorService pool;
    private final ExecutorService hands;
    private final ReadLoop loop;
    private final Thread thread;
    private volatile boolean running;

    public Intake(IntakeSettings settings, GatewayHttp gateway, List<Actor> actors, Spans spans) {
        this.settings = settings;
        this.workerId = settings.pool() + "-"
                + UlidCreator.getMonotonicUlid().toString().toLowerCase(Locale.ROOT);
        this.redis = bridge(settings);
        this.reader = redis.reader(settings.queues(), workerId);
        this.leases = new LeaseKeeper(gateway, settings.concurrency() + 1, System::nanoTime);
        this.slots = new Slots(settings.concurrency());
        this.pool = Executors.newCachedThreadPool(Threads.named("attempt"));
        this.hands = Executors.newCachedThreadPool(Threads.named("act"));
        Artifacts artifacts = new Artifacts(gateway);
        GrantCheck grants = new GrantCheck(gateway);
        Attempts.Parts parts = new Attempts.Parts(
                new Claims(gateway, reader, workerId, settings.fence(), System::nanoTime),
                leases,
                new Act(new Crew(actors), grants, artifacts, leases, System::nanoTime),
                new Reports(gateway, artifacts),
                spans);
        this.loop = new ReadLoop(
                reader,
                slots,
                new Attempts(parts, hands, workerId),
                pool,
                new ReadLoop.Timing(settings.takeoverAfter(), System::nanoTime));
        this.thread = new Thread(() -> begin(grants), "intake");
    }

    private void begin(GrantCheck grants) {
        try {
            grants.warmUp();
            loop.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RedisBridge bridge(IntakeSettings settings) {
        try {
            return RedisBridge.to(settings.redisUrl());
        } catch (IllegalArgumentException e) {
            throw new Misconfigured(String.valueOf(e.getMessage()));
        }
    }

    /** The name under which this process reads and claims. */
    public String workerId() {
        return workerId;
    }

    @Override
    public String name() {
        return "intake";
    }

    @Override
    public Optional<String> problem() {
        return running && thread.isAlive() ? Optional.empty() : Optional.of("its queues are not read");
    }

    @Override
    public void start() {
        running = true;
        thread.start();
        log.info("worker {} serves queues {} with {} slots", workerId, settings.queues(), settings.concurrency());
    }

    @Override
    public void stop() {
        if (!running) {
            return;
        }
        running = false;
        log.info("worker {} stops reading", workerId);
        loop.stop();
        try {
            thread.join(StreamReader.BLOCK.plusSeconds(2).toMillis());
            if (!slots.allFreeWithin(settings.grace())) {
                log.warn("handing back what is not done after {}", settings.grace());
                leases.endAll(Ending.RELEASED);
                if (!slots.allFreeWithin(HAND_BACK)) {
                    log.warn("leaving attempts behind; their leases run out");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pool.shutdownNow();
        hands.shutdownNow();
        leases.close();
        reader.close();
        redis.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
