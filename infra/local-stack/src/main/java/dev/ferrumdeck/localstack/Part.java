package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One supervised process of a stack. Whatever ends it, it is started again after a bounded back-off, until {@link #stop}
 * says otherwise. Thread-safe.
 */
public final class Part {
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);
    private static final Duration LIVED_WELL = Duration.ofSeconds(20);
    private static final int GIVE_UP_WAITING_AFTER = 4;

    private final PartSpec spec;
    private final Path log;
    private final Host host;

    private boolean wanted;
    private volatile @Nullable Process process;
    private long startedNanos;
    private int quickEnds;
    private volatile boolean killed;

    /** What a part needs of the stack it belongs to. */
    interface Host {
        ScheduledExecutorService timer();

        /** Called after each start, before anything else can happen, so that the process is on record. */
        void changed();

        void note(String text);
    }

    Part(PartSpec spec, Path log, Host host) {
        this.spec = spec;
        this.log = log;
        this.host = host;
    }

    /** The name under which the stack knows it. */
    public String name() {
        return spec.name();
    }

    /** Its base URL, when it serves HTTP. */
    public Optional<String> url() {
        return spec.url();
    }

    /** Its log file, appended to over restarts. */
    public Path log() {
        return log;
    }

    /** The process id at this moment; empty while it is down. */
    public synchronized OptionalLong pid() {
        return process != null && process.isAlive() ? OptionalLong.of(process.pid()) : OptionalLong.empty();
    }

    /** Starts it, if it is not running, and keeps it running from now on. Does not wait for its health. */
    public synchronized void start() {
        wanted = true;
        if (process == null) {
            quickEnds = 0;
            launch();
        }
    }

    /** Asks it to end, waits for that, and leaves it down. */
    public void stop() {
        Process running = takeDown();
        if (running == null) {
            return;
        }
        ProcessId id = ProcessId.of(running);
        ProcessId.Signals.sendTree("CONT", running.toHandle());
        id.signal(spec.stopSignal());
        if (!id.awaitEnd(spec.grace())) {
            ProcessId.Signals.killTree(running.toHandle());
        }
        awaitExit(running);
    }

    /** Kills it and its children at once (SIGKILL); the supervisor starts it again. Returns when it is dead. */
    public void kill() {
        Process running = current();
        if (running != null) {
            killed = true;
            ProcessId.Signals.killTree(running.toHandle());
            awaitExit(running);
        }
    }

    /** Stops and starts it, and waits until it is healthy. */
    public void restart() {
        stop();
        start();
        awaitReady();
    }

    /** Freezes it and its children (SIGSTOP), as a long garbage collection or a stalled machine would. */
    public void pause() {
        Process running = current();
        if (running != null) {
            ProcessId.Signals.sendTree("STOP", running.toHandle());
        }
    }

    /** Lets it go on after {@link #pause}. */
    public void resume() {
        Process running = current();
        if (running != null) {
            ProcessId.Signals.sendTree("CONT", running.toHandle());
        }
    }

    /** Waits until it is healthy; throws {@link StackFailure} with the log's end and the remedy when it does not become so. */
    public Part awaitReady() {
        boolean ready = Waiting.until(spec.patience(), () -> isReady() || hopeless());
        if (Thread.currentThread().isInterrupted()) {
            throw StackFailure.interrupted();
        }
        if (!ready || !isReady()) {
            String why = hopeless()
                    ? "ends right after its start"
                    : "is not healthy after " + spec.patience().toSeconds() + " s";
            throw StackFailure.of(spec.title() + " " + why, log, spec.remedy());
        }
        return this;
    }

    /** Whether its process runs and answers its health check. */
    public boolean isReady() {
        Process running = current();
        return running != null
                && running.isAlive()
                && spec.ready()
                && (spec.port() == 0 || Listening.by(running.toHandle(), spec.port()))
                && running == current();
    }

    PartSpec spec() {
        return spec;
    }

    /** Without the lock: the stack records all parts while one of them is starting. */
    Optional<ProcessId> id() {
        return Optional.ofNullable(process).map(ProcessId::of);
    }

    private synchronized boolean hopeless() {
        return quickEnds >= GIVE_UP_WAITING_AFTER;
    }

    private synchronized @Nullable Process current() {
        return process;
    }

    private synchronized @Nullable Process takeDown() {
        wanted = false;
        return process;
    }

    private void launch() {
        try {
            LogFiles.roll(log);
            Process started = spec.command()
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            process = started;
            startedNanos = System.nanoTime();
            var unused = started.onExit().thenAccept(this::ended);
            host.changed();
        } catch (IOException e) {
            throw StackFailure.of(spec.title() + " cannot be started: " + e.getMessage(), log, spec.remedy());
        }
    }

    private synchronized void ended(Process dead) {
        if (dead != process) {
            return;
        }
        process = null;
        spec.ended(dead.exitValue());
        notifyAll();
        if (!wanted) {
            return;
        }
        boolean innocent = killed || System.nanoTime() - startedNanos > LIVED_WELL.toNanos();
        quickEnds = innocent ? 1 : quickEnds + 1;
        killed = false;
        Duration delay = backOff(quickEnds);
        host.note("%s ended (%d); starting it again in %d ms".formatted(name(), dead.exitValue(), delay.toMillis()));
        var unused = host.timer().schedule(this::launchAgain, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void launchAgain() {
        if (wanted && process == null) {
            try {
                launch();
            } catch (RuntimeException e) { // whatever it is, a full disk for one: supervision goes on
                host.note(String.valueOf(e.getMessage()));
                var unused =
                        host.timer().schedule(this::launchAgain, LONGEST_BACK_OFF.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    static Duration backOff(int quickEnds) {
        Duration doubled = FIRST_BACK_OFF.multipliedBy(1L << Math.min(Math.max(quickEnds - 1, 0), 16));
        return doubled.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : doubled;
    }

    /** Waits until the end has also been noticed here, so that the next look does not see the dead process. */
    private synchronized void awaitExit(Process dead) {
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (process == dead && System.nanoTime() < end) {
                wait(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
