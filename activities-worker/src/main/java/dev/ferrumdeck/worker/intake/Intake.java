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
    /** Threads that renew: each renewal takes a moment of every third of a lease. */
    private static final int MOST_RENEWALS = 64;

    private final IntakeSettings settings;
    private final String workerId;
    private final RedisBridge redis;
    private final LeaseKeeper leases;
    private final GrantCheck grants;
    private final List<QueueIntake> queues;
    private final ExecutorService pool = Executors.newCachedThreadPool(Threads.named("attempt"));
    private final ExecutorService hands = Executors.newCachedThreadPool(Threads.named("act"));
    private final Thread starter;
    private volatile boolean running;

    public Intake(IntakeSettings settings, GatewayHttp gateway, List<Actor> actors, Spans spans) {
        this.settings = settings;
        this.workerId = settings.pool() + "-"
                + UlidCreator.getMonotonicUlid().toString().toLowerCase(Locale.ROOT);
        this.redis = bridge(settings);
        int renewing = Math.min(
                MOST_RENEWALS, settings.concurrency() * settings.queues().size() + 1);
        this.leases = new LeaseKeeper(gateway, renewing, System::nanoTime);
        this.grants = new GrantCheck(gateway);
        Makers makers = new Makers(gateway, actors, spans);
        ReadLoop.Timing timing = new ReadLoop.Timing(settings.takeoverAfter(), System::nanoTime);
        this.queues = settings.queues().stream()
                .map(queue -> new QueueIntake(
                        queue, redis.reader(List.of(queue), workerId), settings.concurrency(), makers, pool, timing))
                .toList();
        this.starter = new Thread(this::begin, "intake");
    }

    /** Makes the parts of each queue out of what all of them share. */
    private final class Makers implements QueueIntake.Makers {
        private final GatewayHttp gateway;
        private final Spans spans;
        private final Act act;
        private final Reports reports;

        Makers(GatewayHttp gateway, List<Actor> actors, Spans spans) {
            Artifacts artifacts = new Artifacts(gateway);
            this.gateway = gateway;
            this.spans = spans;
            this.act = new Act(new Crew(actors), grants, artifacts, leases, System::nanoTime);
            this.reports = new Reports(gateway, artifacts);
        }

        @Override
        public Claims claims(StreamReader reader, QueueIntake.Refusal refusal) {
            Claims.Ways ways = new Claims.Ways(workerId, settings.fence(), refusal);
            return new Claims(gateway, reader, ways, System::nanoTime);
        }

        @Override
        public Attempts attempts(Claims claims) {
            return new Attempts(new Attempts.Parts(claims, leases, act, reports, spans), hands, workerId);
        }
    }

    private void begin() {
        try {
            grants.warmUp();
            queues.forEach(QueueIntake::start);
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
        return queues.stream().flatMap(queue -> queue.problem().stream()).findFirst();
    }

    @Override
    public void start() {
        running = true;
        starter.start();
        log.info("worker {} serves queues {} with {} slots each", workerId, settings.queues(), settings.concurrency());
    }

    @Override
    public void stop() {
        if (!running) {
            return;
        }
        running = false;
        log.info("worker {} stops reading", workerId);
        queues.forEach(QueueIntake::stop);
        try {
            starter.interrupt();
            for (QueueIntake queue : queues) {
                queue.join();
            }
            if (!allEndedWithin(settings.grace())) {
                log.warn("handing back what is not done after {}", settings.grace());
                leases.endAll(Ending.RELEASED);
                if (!allEndedWithin(HAND_BACK)) {
                    log.warn("leaving attempts behind; their leases run out");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pool.shutdownNow();
        hands.shutdownNow();
        leases.close();
        queues.forEach(QueueIntake::close);
        redis.close();
    }

    private boolean allEndedWithin(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (QueueIntake queue : queues) {
            if (!queue.allEndedWithin(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
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
