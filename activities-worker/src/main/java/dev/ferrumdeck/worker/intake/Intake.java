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
    private static final int MOST_RENEWALS = 32;

    private final IntakeSettings settings;
    private final String workerId;
    private final RedisBridge redis;
    private final LeaseKeeper leases;
    private final List<Desk> desks;
    private final ExecutorService pool;
    private final ExecutorService hands;
    private final Thread opening;
    private volatile boolean running;

    public Intake(IntakeSettings settings, GatewayHttp gateway, List<Actor> actors, Spans spans) {
        this.settings = settings;
        this.workerId = settings.pool() + "-"
                + UlidCreator.getMonotonicUlid().toString().toLowerCase(Locale.ROOT);
        this.redis = bridge(settings);
        this.leases = new LeaseKeeper(gateway, renewals(settings), System::nanoTime);
        this.pool = Executors.newCachedThreadPool(Threads.named("attempt"));
        this.hands = Executors.newCachedThreadPool(Threads.named("act"));
        Artifacts artifacts = new Artifacts(gateway);
        GrantCheck grants = new GrantCheck(gateway);
        Act act = new Act(new Crew(actors), grants, artifacts, leases, System::nanoTime);
        Reports reports = new Reports(gateway, artifacts);
        this.desks = settings.queues().stream()
                .map(queue -> desk(queue, gateway, act, reports, spans))
                .toList();
        this.opening = new Thread(() -> open(grants), "intake");
    }

    private Desk desk(String queue, GatewayHttp gateway, Act act, Reports reports, Spans spans) {
        StreamReader reader = redis.reader(List.of(queue), workerId);
        Claims claims = new Claims(gateway, reader, workerId, settings.fence(), System::nanoTime);
        Attempts attempts = new Attempts(new Attempts.Parts(claims, leases, act, reports, spans), hands, workerId);
        Slots slots = new Slots(settings.concurrency());
        ReadLoop.Timing timing = new ReadLoop.Timing(settings.takeoverAfter(), System::nanoTime);
        return new Desk(queue, reader, slots, new ReadLoop(reader, slots, attempts, pool, timing));
    }

    /** Threads that renew: each renewal takes a moment of every third of a lease. */
    private static int renewals(IntakeSettings settings) {
        return Math.min(
                MOST_RENEWALS, settings.concurrency() * settings.queues().size() + 1);
    }

    private void open(GrantCheck grants) {
        try {
            grants.warmUp();
            desks.forEach(Desk::open);
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
        return running && (opening.isAlive() || desks.stream().allMatch(Desk::isOpen))
                ? Optional.empty()
                : Optional.of("its queues are not read");
    }

    @Override
    public void start() {
        running = true;
        opening.start();
        log.info("worker {} serves queues {} with {} slots each", workerId, settings.queues(), settings.concurrency());
    }

    @Override
    public void stop() {
        if (!running) {
            return;
        }
        running = false;
        log.info("worker {} stops reading", workerId);
        desks.forEach(Desk::close);
        try {
            opening.interrupt();
            opening.join();
            for (Desk desk : desks) {
                desk.awaitClosed(StreamReader.BLOCK.plusSeconds(2));
            }
            if (!allIdleWithin(settings.grace())) {
                log.warn("handing back what is not done after {}", settings.grace());
                leases.endAll(Ending.RELEASED);
                if (!allIdleWithin(HAND_BACK)) {
                    log.warn("leaving attempts behind; their leases run out");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pool.shutdownNow();
        hands.shutdownNow();
        leases.close();
        desks.forEach(Desk::leave);
        redis.close();
    }

    private boolean allIdleWithin(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        for (Desk desk : desks) {
            if (!desk.isIdleWithin(Duration.ofNanos(Math.max(0, until - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
