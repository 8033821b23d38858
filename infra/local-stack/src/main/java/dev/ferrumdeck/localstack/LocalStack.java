package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running stack: PostgreSQL, Redis, Temporal, gateways and workers as children of this process, each started again when
 * it dies. Outside servers are used instead where {@code DATABASE_URL}, {@code REDIS_URL} or {@code TEMPORAL_ADDRESS} name
 * them. Closing it ends the processes and keeps the data. Thread-safe.
 */
public final class LocalStack implements AutoCloseable {
    static final int POSTGRES_PORT = 15432;
    static final int REDIS_PORT = 16379;
    static final int TEMPORAL_PORT = 17233;
    static final int TEMPORAL_METRICS_PORT = 17234;
    static final int TEMPORAL_UI_PORT = 18233;
    static final int GATEWAY_PORT = 8080;

    private static final Duration END_OF_STALE = Duration.ofSeconds(8);

    private final Layout layout;
    private final Options options;
    private final FileChannel lockFile;
    private final Apps apps;
    private final Ports ports;
    private final Map<String, Part> parts = new ConcurrentSkipListMap<>();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "local-stack");
        thread.setDaemon(true);
        return thread;
    });

    private volatile StackUrls urls = StackUrls.none();
    private volatile StackState.Phase phase = StackState.Phase.STARTING;

    private LocalStack(Layout layout, Options options, FileChannel lockFile) {
        this.layout = layout;
        this.options = options;
        this.lockFile = lockFile;
        this.ports = new Ports(options.anyPorts(), layout.ports(), options.progress()::note);
        this.apps = new Apps(layout, options, ports);
    }

    /** Starts what the options name and returns when all of it is healthy; otherwise nothing is left running. */
    public static LocalStack start(Options options) {
        Layout layout = new Layout(options.root(), options.home());
        LocalStack stack = null;
        try {
            layout.create();
            stack = new LocalStack(layout, options, lock(layout));
            stack.endStaleProcesses();
            stack.rollLogs();
            stack.startAll();
            return stack;
        } catch (IOException e) {
            closeQuietly(stack);
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            closeQuietly(stack);
            throw e;
        }
    }

    /** Where everything is. */
    public StackUrls urls() {
        return urls;
    }

    /** The folder of data, keys, logs and state. */
    public Path home() {
        return layout.home();
    }

    /** The key with all rights of the default tenant, which the gateway made at its first start. */
    public String adminKey() {
        return key(layout.adminKey());
    }

    /** The key that workers use. */
    public String workerKey() {
        return key(layout.workerKey());
    }

    /** The part of this name: {@code postgres, redis, temporal, gateway, worker}, or one that was added. */
    public Part part(String name) {
        Part part = parts.get(name);
        if (part == null) {
            throw StackFailure.of("this stack has no part " + name, "its parts are " + parts.keySet());
        }
        return part;
    }

    /** Starts one more worker, with more or other environment, and waits until it is healthy. */
    public Part startWorker(String name, Map<String, String> env) {
        try {
            return add(apps.worker(name, urls, env)).awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one more gateway beside the first, on a port of its own; {@link Part#url} says where. */
    public Part startGateway(String name) {
        return startGateway(name, Map.of());
    }

    /** As {@link #startGateway(String)}, with more or other environment. */
    public Part startGateway(String name, Map<String, String> env) {
        try {
            return add(apps.gateway(name, urls, env)).awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends all processes, in the order in which they need each other, and keeps the data. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        stopAll(name -> name.startsWith("worker"));
        stopAll(name -> !List.of("postgres", "redis", "temporal").contains(name));
        stopAll(name -> true);
        timer.shutdownNow();
        ports.close();
        try {
            Files.deleteIfExists(layout.state());
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Programs write into their logs for weeks, so logs also roll while they are written. */
    private void rollLogs() {
        var unused = timer.scheduleWithFixedDelay(
                () -> parts.values().forEach(part -> LogFiles.rollInUse(part.log())), 10, 10, TimeUnit.SECONDS);
    }

    private void startAll() throws IOException {
        new FirstStart(options, layout, ports, this::add).backends(this::urlsChanged);
        if (options.has("gateway")) {
            long began = System.nanoTime();
            AppSpec spec = apps.gateway("gateway", urls, Map.of());
            urlsChanged(urls.withGateway(spec.url().orElseThrow()));
            add(spec).awaitReady();
            options.progress().ready("Gateway", spec.address(), since(began));
        }
        if (options.has("worker")) {
            long began = System.nanoTime();
            startWorker("worker", Map.of());
            options.progress().ready("Worker", "java", since(began));
        }
        phase = StackState.Phase.READY;
        save();
    }

    private synchronized void urlsChanged(StackUrls changed) {
        urls = changed;
        save();
    }

    private Part add(PartSpec spec) {
        Part part = new Part(spec, layout.log(spec.name()), new RecordingHost());
        if (parts.putIfAbsent(spec.name(), part) != null) {
            throw StackFailure.of("this stack already has a part " + spec.name(), "choose another name");
        }
        part.start();
        return part;
    }

    private void stopAll(java.util.function.Predicate<String> which) {
        List<Thread> stopping = new ArrayList<>();
        for (Part part : parts.values()) {
            if (which.test(part.name())) {
                Thread thread = new Thread(part::stop, "stop-" + part.name());
                thread.start();
                stopping.add(thread);
            }
        }
        for (Thread thread : stopping) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void endStaleProcesses() {
        List<StackState.Entry> stale =
                StackState.read(layout.state()).map(StackState::alive).orElse(List.of());
        if (!stale.isEmpty()) {
            options.progress().note("ending " + stale.size() + " processes that a dead supervisor left behind");
            stale.parallelStream().forEach(entry -> entry.id().end(END_OF_STALE));
        }
    }

    private synchronized void save() {
        List<StackState.Entry> entries = new ArrayList<>();
        for (Part part : parts.values()) {
            part.id()
                    .ifPresent(id -> entries.add(
                            new StackState.Entry(part.name(), id, part.url().orElse(""))));
        }
        try {
            new StackState(phase, ProcessId.of(ProcessHandle.current().pid()), urls, apps.startedWith(), entries)
                    .write(layout.state());
        } catch (IOException e) { // a full disk does not end supervision; the next change writes it again
            options.progress().note("the record " + layout.state() + " cannot be written: " + e.getMessage());
        }
    }

    private static FileChannel lock(Layout layout) throws IOException {
        FileChannel channel = FileChannel.open(layout.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process
        }
        channel.close();
        throw StackFailure.alreadyRunning(layout.home());
    }

    private static void closeQuietly(@Nullable LocalStack stack) {
        if (stack != null) {
            stack.close();
        }
    }

    private static String key(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw StackFailure.of("no key at " + file, "the gateway makes it at its first start; see its log");
        }
    }

    static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private final class RecordingHost implements Part.Host {
        @Override
        public ScheduledExecutorService timer() {
            return timer;
        }

        @Override
        public void changed() {
            save();
        }

        @Override
        public void note(String text) {
            options.progress().note(text);
        }
    }
}
